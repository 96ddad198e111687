import Foundations
import Testing
@testable import Demo

@Suite struct DemoDatesTests {
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
}
