import Access
@testable import Casework
import FormEngine
import Foundations
import Journal
import Testing

/// Care outside the family: relatives who agree among themselves, questions of the authority, places that are full.
@Suite struct CareTests {
    let office: DeskOffice
    let worker: DeskOffice.Colleague, supervisor: DeskOffice.Colleague, other: DeskOffice.Colleague
    let local: DeskOffice.Colleague, territorial: DeskOffice.Colleague
    let child: UUIDv7

    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        other = try office.colleague("case_worker", team: office.hill)
        supervisor = try office.colleague("supervisor", team: office.hill)
        local = try office.colleague("guardianship_local")
        territorial = try office.colleague("guardianship_territorial")
        child = try await office.child("Amina", "Kaya", of: worker)
    }

    private func day(_ days: Int) -> Value { .text(CivilDay(daysSinceEpoch: office.time.now().localDay.daysSinceEpoch + days).description) }
    private func read(_ record: UUIDv7) throws -> StoredRecord { try #require(try office.journal.read { try JournalStore.record($0, record) }) }
    private func reasons(_ who: DeskOffice.Colleague? = nil) throws -> [String] {
        try MyDay.Section.allCases.flatMap { try office.desk.myDay(for: (who ?? worker).standing, after: nil).rows[$0] ?? [] }.map(\.reason.code)
    }

    private func add(_ form: String, _ fields: [String: Value], to dossier: UUIDv7? = nil, by who: DeskOffice.Colleague? = nil) async throws -> UUIDv7 {
        office.time.advance(millis: 1_000)
        let record = office.id()
        _ = try await office.save([office.entry(.create, form, record, dossier: form == "provider" ? nil : dossier ?? child, fields)], as: who ?? worker)
        return record
    }

    /// The faults of the refusal or its code; nil where it was kept.
    private func change(_ record: UUIDv7, _ fields: [String: Value], _ op: Op = .amend, to status: String? = nil, by who: DeskOffice.Colleague) async -> String? {
        await refusal { _ = try await office.save([office.entry(op, "placement", record, fields, status: status)], as: who) }
    }

    private func refusal(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch let error as CaseworkError {
            guard case .faults(let faults) = error.reason else { return error.code }
            return faults.map { "\($0.field) \($0.code)" }.joined(separator: ", ")
        } catch {
            return "\(error)"
        }
    }

    @Test func relativesAgreeAmongThemselvesAndNobodyDecides() async throws {
        let aunt = try await add("placement", ["care_kind": "kinship", "arrangement": "family", "provider_name": "Aunt Vera"])
        let stay = try read(aunt)
        #expect(stay.status == "arranged" && stay.fields["start_on"] == day(0))
        #expect(try office.desk.decisions(for: territorial.standing).rows.isEmpty)
        // Strangers are nobody's family.
        let strangers = try await add("placement", ["care_kind": "foster", "arrangement": "family"])
        #expect(try read(strangers).status == "requested")
    }

    @Test func anArrangementEndsByItsDayOrByAskingForADecision() async throws {
        let aunt = try await add("placement", ["care_kind": "kinship", "arrangement": "family"])
        #expect(await change(aunt, ["end_on": day(3)], by: worker) == nil)
        #expect(try read(aunt).status == "arranged", "nobody has left yet")
        #expect(try reasons().contains("agreed_placement_end"))
        #expect(try !reasons(other).contains("agreed_placement_end"))
        #expect(await change(aunt, ["arrangement": "authority"], by: worker) == nil)
        #expect(try read(aunt).status == "requested")
        #expect(try office.desk.decisions(for: territorial.standing).rows.map(\.record) == [aunt])
        #expect(await change(aunt, ["arrangement": "family"], by: worker) == nil)
        #expect(await change(aunt, ["end_on": day(0)], by: worker) == nil)
        #expect(try read(aunt).status == "ended")
        #expect(try !reasons().contains("agreed_placement_end"))
    }

    @Test func whoAskedForMoreIsAnsweredAndDecides() async throws {
        let placement = try await add("placement", ["care_kind": "foster"])
        #expect(await change(placement, ["decision": "postponed", "decision_reason": "Was the aunt asked?"], .decide, by: territorial) == nil)
        let row = try #require(office.desk.myDay(for: worker.standing, after: nil).rows[.today]?.first { $0.kind == .returned })
        #expect(row.record == placement && row.title == "Was the aunt asked?" && row.reason.code == "returned")
        #expect(try office.desk.decisions(for: territorial.standing).rows.map(\.returned) == [true])
        // Touching something else, or nothing, is no answer; nobody takes the question back for the authority.
        #expect(await change(placement, ["start_on": day(1)], by: worker) == nil)
        #expect(await change(placement, ["decision": .null], by: worker) == "decision not-allowed")
        #expect(try office.desk.decisions(for: territorial.standing).rows.map(\.returned) == [true])
        #expect(await change(placement, ["more_answer": "She was, and cannot."], by: worker) == nil)
        #expect(try office.desk.decisions(for: territorial.standing).rows.map(\.returned) == [false])
        #expect(try !reasons().contains("returned"))
        #expect(try read(placement).fields["decision_reason"] == "Was the aunt asked?", "the question stays beside the answer")
        #expect(await change(placement, ["decision": "agreed", "decided_by": "territorial_authority", "start_on": day(0)], .decide, to: "active", by: territorial) == nil)
    }

    @Test func aPlanThatWasSentBackStandsOnMyDay() async throws {
        let plan = try await add("care_plan", ["goal": "Back in school", "action": "school_return", "due_on": day(60)])
        _ = try await office.save([office.entry(.decide, "care_plan", plan, ["returned_why": "By when?"], status: "returned")], as: supervisor)
        #expect(try reasons().filter { $0 == "returned" }.count == 1)
        _ = try await office.save([office.entry(.amend, "care_plan", plan, ["due_on": day(30)], status: "proposed")], as: worker)
        #expect(try !reasons().contains("returned"))
    }

    @Test func aFullPlaceNeedsWordsAndAnEmergencyNone() async throws {
        let home = try await add("provider", ["provider_name": "Hill home", "provider_kind": "residential", "capacity": .int(1), "licence_state": "accredited", "licence_until": day(100)], by: supervisor)
        func offer(_ who: DeskOffice.Colleague? = nil) throws -> CareOffer { try office.desk.careOffer(of: home, for: (who ?? worker).standing) }
        let named: Value = .text(home.description)
        let first = try await add("placement", ["care_kind": "small_group_home", "provider": named])
        #expect(try offer().taken == 0 && offer().capacity == 1 && offer().concerns.isEmpty, "what is asked for takes no place yet")
        #expect(await change(first, ["decision": "agreed", "decided_by": "territorial_authority", "start_on": day(0)], .decide, to: "active", by: territorial) == nil)
        #expect(try offer().taken == 1 && offer().concerns == [.full] && offer(territorial).concerns == [.full])
        #expect(try office.desk.careOffer(of: home, placing: child, for: worker.standing).concerns.isEmpty, "she takes no place from herself")

        // Who does not see a child learns from no count where the child lives, and a record they may not see hangs nothing on it, as one that is not there.
        let stranger = try office.colleague("case_worker", team: office.id())
        #expect(try [nil, child, office.id()].map { try office.desk.careOffer(of: home, placing: $0, for: stranger.standing).taken } == [1, 1, 1])
        let theirs = try await office.child("Elif", "Demir", of: stranger)
        for parent in [first, office.id()] {
            var note = office.entry(.create, "note", office.id(), dossier: theirs, ["text": "x"])
            note.parent = parent
            await #expect(throws: CaseworkError(.notFound)) { try await office.save([note], as: stranger) }
        }

        let sister = try await office.child("Lale", "Kaya", of: worker)
        let wanted: [String: Value] = ["care_kind": "small_group_home", "provider": named]
        #expect(await refusal { _ = try await add("placement", wanted, to: sister) } == "over_capacity_why required")
        let second = try await add("placement", wanted.merging(["over_capacity_why": "With her sister."]) { $1 }, to: sister)
        #expect(try office.desk.decisions(for: territorial.standing).rows.map(\.concerns) == [[.full]])
        #expect(await change(second, ["decision": "agreed", "decided_by": "territorial_authority", "start_on": day(0)], .decide, to: "active", by: territorial) == nil)
        #expect(try offer().taken == 2)

        let brother = try await office.child("Deniz", "Kaya", of: worker)
        let urgent = try await add("placement", ["care_kind": "emergency", "emergency_setting": "residential", "provider": named], to: brother)
        #expect(await change(urgent, ["decision": "agreed", "decided_by": "local_authority", "start_on": day(0)], .decide, to: "active", by: local) == nil)
        #expect(try offer().taken == 3)

        // A move leads away, wherever it leads; the end of the stay does too.
        _ = try await add("placement_move", ["placement": .text(first.description), "from_kind": "small_group_home", "to_kind": "foster", "moved_on": day(0), "provider_name": "Family Munteanu"])
        #expect(try offer().taken == 2)
        _ = try await add("placement_exit", ["placement": .text(second.description), "from_kind": "small_group_home", "left_on": day(0), "left_to": "parents"], to: sister)
        #expect(try offer().taken == 1)
        // And a move to a full place says why, like a request.
        let move: [String: Value] = ["placement": .text(first.description), "from_kind": "foster", "to_kind": "small_group_home", "moved_on": day(0), "provider": named]
        #expect(await refusal { _ = try await add("placement_move", move) } == "why required")
        _ = try await add("placement_move", move.merging(["why": "To be with her brother."]) { $1 })
        #expect(try offer().taken == 2)
    }

    @Test func accreditationIsReadOnTheDay() async throws {
        func concerns(_ fields: [String: Value]) async throws -> [CareOffer.Concern] {
            let id = try await add("provider", ["provider_name": "Home", "provider_kind": "residential"].merging(fields) { $1 }, by: supervisor)
            return try office.desk.careOffer(of: id, for: worker.standing).concerns
        }
        #expect(try await concerns([:]) == [.licenceMissing])
        #expect(try await concerns(["licence_state": "not_needed", "provider_active": "no"]) == [.inactive])
        #expect(try await concerns(["licence_state": "accredited", "licence_until": day(0)]).isEmpty)
        #expect(try await concerns(["licence_state": "accredited", "licence_until": day(-1)]) == [.licenceOver])
        #expect(try await concerns(["licence_state": "suspended", "capacity": .int(0)]) == [.full, .licenceSuspended])
        #expect(throws: CaseworkError.self) { try office.desk.careOffer(of: child, for: worker.standing) }
    }
}
