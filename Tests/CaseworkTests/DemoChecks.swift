import FormEngine
import Foundations
import Testing
@testable import Demo

/// What must hold for every story of a district. Plain comparisons: half a million expectations take a minute.
struct DemoChecks {
    let forms: [String: FormDefinition]
    let today: CivilDay
    private(set) var children = 0
    private(set) var records = 0
    private(set) var fresh = 0
    private var ids: Set<UUIDv7> = []
    private(set) var numbers: Set<String> = []
    /// How many of each form were judged.
    private var judged: [String: Int] = [:]

    init() throws {
        forms = try DemoSupport.forms()
        today = try #require(CivilDay("2026-11-21"))
    }

    mutating func check(_ bundle: DemoBundle) throws {
        children += bundle.children
        if bundle.saves.count == 1, bundle.children == 0 { fresh += 1 }
        checkOrder(bundle)
        var ledger = DemoLedger()
        ledger.apply(bundle)
        records += ledger.records.count
        try checkForms(bundle, ledger)
        try checkDates(ledger)
    }

    /// Ids are new, time does not go back, and each entry knows the version before it.
    private mutating func checkOrder(_ bundle: DemoBundle) {
        var versions: [UUIDv7: Int] = [:]
        var last: Int64 = 0
        for save in bundle.saves {
            if save.at < last || save.at >= DemoSupport.now || save.id.millis != save.at { Issue.record("save \(save.id)") }
            last = save.at
            for entry in save.entries {
                let version = versions[entry.record, default: 0]
                let base = version == 0 ? nil : entry.unaware ? version - 1 : version
                if !ids.insert(entry.id).inserted || (entry.op == .create) != (version == 0) || entry.base != base {
                    Issue.record("\(entry.form) \(entry.op) \(entry.id): base \(entry.base ?? 0), version \(version)")
                }
                versions[entry.record] = version + 1
            }
        }
    }

    /// Entries pass their form as changes, and what they add up to as whole records. Judging takes its time, so of each
    /// form the first hundreds are judged.
    private mutating func checkForms(_ bundle: DemoBundle, _ ledger: DemoLedger) throws {
        for (id, record) in ledger.records {
            if let number = record.fields["case_number"]?.text, !numbers.insert(number).inserted { Issue.record("\(number) twice") }
            guard judged[record.form, default: 0] < 150 else { continue }
            judged[record.form, default: 0] += 1
            let form = try #require(forms[record.form])
            let verdict = form.judge(record.fields.mapValues(DemoSupport.answer), .whole, DemoSupport.around)
            // Who was a child when the file was opened may have grown up since: today they would be asked about.
            let faults = verdict.faults.filter { fault in !form.fields.contains { $0.name == fault.field && $0.appearance == "unusual" } }
            if !faults.isEmpty || !verdict.calculated.isEmpty { Issue.record("\(record.form) \(id): \(verdict)") }
        }
        for entry in bundle.saves.lazy.flatMap(\.entries) {
            let kind = "\(entry.op.rawValue) \(entry.form)"
            guard judged[kind, default: 0] < 150 else { continue }
            judged[kind, default: 0] += 1
            let record = ledger.records[entry.record]?.fields.mapValues(DemoSupport.answer) ?? [:]
            let sent = entry.fields.mapValues(DemoSupport.answer)
            let form = try #require(forms[entry.form])
            let faults = form.judge(sent, stored: record.filter { sent[$0.key] == nil }, .change, DemoSupport.around).faults
                .filter { fault in !form.fields.contains { $0.name == fault.field && $0.appearance == "unusual" } }
            if !faults.isEmpty { Issue.record("\(entry.form) \(entry.id): \(faults)") }
        }
    }

    /// Nothing happens before the step it follows from, nothing after today, nothing in a case after its end.
    private func checkDates(_ ledger: DemoLedger) throws {
        for (_, one) in ledger.all("case") {
            let opened = try #require(day(one, "opened_on"))
            if let id = one.fields["notification"]?.text.flatMap(UUIDv7.init) {
                let notification = try #require(ledger.records[id])
                if try #require(day(notification, "received_on")) > opened { Issue.record("opened before the alert") }
            }
            let closed = day(one, "closed_on")
            if (one.status == "open") != (closed == nil) { Issue.record("\(one.status ?? "-") case, closed \(closed?.description ?? "-")") }
            let dossier = try #require(one.dossier)
            let birth = try #require(ledger.records[dossier]?.fields["birth_date"]?.text.flatMap { PartialDate($0) })
            if birth.bounds.lowerBound > opened { Issue.record("opened before birth") }
            if closed == nil, try #require(birth.ageInYears(on: today)).lowerBound >= 18 { Issue.record("an open case of an adult") }
            for record in ledger.records.values where record.dossier == dossier {
                checkDates(of: record, opened: opened, closed: closed)
            }
        }
    }

    private func checkDates(of record: DemoRecord, opened: CivilDay, closed: CivilDay?) {
        for field in ["seen_on", "assessed_on", "noted_on", "requested_on", "start_on", "closed_on"] {
            guard let day = day(record, field) else { continue }
            if day < opened || day >= today || day > closed ?? today {
                Issue.record("\(record.form).\(field) \(day): case \(opened) to \(closed?.description ?? "-")")
            }
        }
        if let start = day(record, "start_on"), let end = day(record, "end_on"), start > end { Issue.record("placement ends before it starts") }
        if closed != nil, record.form == "care_plan", !["done", "cancelled"].contains(record.fields["status"]?.text ?? "") {
            Issue.record("open action of a closed case")
        }
    }

    private func day(_ record: DemoRecord, _ field: String) -> CivilDay? {
        record.fields[field]?.text.flatMap { CivilDay($0) }
    }
}
