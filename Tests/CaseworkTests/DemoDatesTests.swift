import Foundations
import Testing
@testable import Demo

@Suite struct DemoDatesTests {
    /// Nothing happens before the step it follows from, nothing after today.
    @Test(arguments: [200, 20_000])
    func stepsFollowEachOther(children: Int) throws {
        let today = try #require(CivilDay("2026-11-21"))
        for bundle in try DemoSupport.district(children) {
            var ledger = DemoLedger()
            ledger.apply(bundle)
            for (_, one) in ledger.all("case") {
                let opened = try #require(Self.day(one, "opened_on"))
                let notification = try #require(one.fields["notification"]?.text.flatMap(UUIDv7.init).flatMap { ledger.records[$0] })
                #expect(try #require(Self.day(notification, "received_on")) <= opened)
                let closed = Self.day(one, "closed_on")
                #expect((one.status == "open") == (closed == nil))
                let dossier = try #require(one.dossier)
                let child = try #require(ledger.records[dossier])
                let birth = try #require(child.fields["birth_date"]?.text.flatMap { PartialDate($0) })
                #expect(birth.bounds.lowerBound <= opened)
                if closed == nil {
                    #expect(try #require(birth.ageInYears(on: today)).lowerBound < 18, "an open case of an adult")
                }
                for record in ledger.records.values where record.dossier == dossier {
                    for field in ["seen_on", "assessed_on", "noted_on", "requested_on", "start_on", "closed_on"] {
                        guard let day = Self.day(record, field) else { continue }
                        if day < opened || day >= today || day > closed ?? today {
                            Issue.record("\(record.form).\(field) \(day): case \(opened) to \(closed?.description ?? "-")")
                        }
                    }
                    if let start = Self.day(record, "start_on"), let end = Self.day(record, "end_on") { #expect(start <= end) }
                    if closed != nil, record.form == "care_plan" {
                        #expect(["done", "cancelled"].contains(record.fields["status"]?.text ?? ""), "open action of a closed case")
                    }
                }
            }
        }
    }

    /// What a save says happened that day was saved that day.
    @Test func savesAreDatedLikeTheirContent() throws {
        let options = try DemoSupport.district(1_000).options
        for bundle in try DemoSupport.district(1_000) {
            for save in bundle.saves {
                let day = WallTime(millis: save.at, offsetMinutes: options.offsetMinutes).localDay
                for entry in save.entries {
                    for field in ["seen_on", "assessed_on", "requested_on", "received_on", "opened_on", "closed_on", "noted_on"] {
                        if let text = entry.fields[field]?.text, CivilDay(text) != day { Issue.record("\(entry.form).\(field)") }
                    }
                }
            }
        }
    }

    private static func day(_ record: DemoRecord, _ field: String) -> CivilDay? {
        record.fields[field]?.text.flatMap { CivilDay($0) }
    }
}
