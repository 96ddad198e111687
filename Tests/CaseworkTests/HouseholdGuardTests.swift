import Access
import Foundations
import Journal
import Testing
@testable import Casework

/// One change of home for several children, as the office saves it: all of it or nothing, and never a carer's address.
@Suite struct HouseholdGuardTests {
    private let office: DeskOffice
    private let worker: DeskOffice.Colleague
    private let family: UUIDv7
    private let children: [UUIDv7]
    private let members: [UUIDv7]
    private let old = "Rruga e Re 12", new = "Strada Morii 5"

    /// Three children of a family; who lives at its address was confirmed for the first two.
    init() async throws {
        office = try DeskOffice()
        worker = try office.colleague("case_worker", team: office.hill)
        var children: [UUIDv7] = [], members: [UUIDv7] = []
        for name in ["Amina", "Karim", "Sara"] { children.append(try await office.child(name, "Kadri", of: worker, more: ["address": .text(old)])) }
        let family = office.id()
        var entries = [office.entry(.create, "family", family, ["family_name": "Kadri", "address": .text(old)])]
        for (at, child) in children.enumerated() {
            members.append(office.id())
            var fields: [String: Value] = ["family": .text(family.description), "role": "child"]
            if at < 2 { fields.merge(["lives_together": "yes", "confirmed_on": .text(office.time.now().localDay.description)]) { $1 } }
            entries.append(office.entry(.create, "family_member", members[at], dossier: child, fields))
        }
        _ = try await office.save(entries, as: worker)
        self.family = family
        self.children = children
        self.members = members
    }

    private func stored(_ record: UUIDv7) throws -> StoredRecord { try #require(try office.journal.read { try JournalStore.record($0, record) }) }
    private func address(_ record: UUIDv7) throws -> String? { try stored(record).fields["address"]?.text }

    private func move(_ some: [UUIDv7], to address: String, withFamily: Bool = true) throws -> [AuthoredEntry] {
        var entries = try some.map { office.entry(.amend, "child", $0, dossier: $0, base: try stored($0).version, ["address": .text(address)]) }
        if withFamily { entries.insert(office.entry(.amend, "family", family, base: try stored(family).version, ["address": .text(address)]), at: 0) }
        return entries
    }

    /// The faults of a refused save, by child: nothing of it may have been written.
    private func refused(_ entries: [AuthoredEntry], as who: DeskOffice.Colleague? = nil) async throws -> [UUIDv7: String] {
        let before = try entries.map { try stored($0.record).version }
        do {
            _ = try await office.save(entries, as: who ?? worker)
            Issue.record("not refused")
            return [:]
        } catch let error as CaseworkError {
            guard case .faults(let faults) = error.reason else { throw error }
            #expect(try entries.map { try stored($0.record).version } == before)
            let records = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0.record) })
            return Dictionary(uniqueKeysWithValues: faults.map { (records[$0.entry]!, $0.code) })
        }
    }

    private func place(_ child: UUIDv7, address: String? = nil) async throws {
        var fields: [String: Value] = ["care_kind": "foster", "start_on": .text(office.time.now().localDay.description)]
        if let address { fields["carer_address"] = .text(address) }
        // Who asks for a placement does not write the carer's address; the supervisor does.
        let supervisor = try office.colleague("supervisor", team: office.hill)
        _ = try await office.save([office.entry(.create, "placement", office.id(), dossier: child, fields)], as: supervisor)
    }

    @Test func oneSaveMovesConfirmedSiblingsAndTheFamily() async throws {
        _ = try await office.save(try move(Array(children.prefix(2)), to: new), as: worker)
        for record in [family, children[0], children[1]] { #expect(try address(record) == new) }
        #expect(try address(children[2]) == old)
    }

    @Test func whoIsNotConfirmedToLiveThereStaysAndIsNamed() async throws {
        #expect(try await refused(move(children, to: new)) == [children[2]: "not-together"])
        #expect(try await refused(move([children[2]], to: new)) == [children[2]: "not-together"], "a child alone with the family is a change for several")
        #expect(try await refused(move([children[0], children[2]], to: new, withFamily: false)) == [children[2]: "not-together"])
    }

    @Test func oneChildsOwnRecordIsChangedAsEver() async throws {
        _ = try await office.save(try move([children[2]], to: new, withFamily: false), as: worker)
        #expect(try address(children[2]) == new)
    }

    @Test func strangersAreNoHousehold() async throws {
        let other = try await office.child("Ion", "Rusu", of: worker)
        #expect(try await refused(move([children[0], other], to: new, withFamily: false)) == [other: "not-together"])
    }

    @Test func aChildInCareIsNeverMovedWithTheOthers() async throws {
        try await place(children[1])
        #expect(try await refused(move(Array(children.prefix(2)), to: new)) == [children[1]: "in-care"])
        _ = try await office.save(try move([children[0]], to: new), as: worker)
        #expect(try address(children[0]) == new && address(children[1]) == old)
    }

    @Test func aChildWhoseRecordChangedMeanwhileIsNamedAndTheOthersCanGo() async throws {
        let both = try move(Array(children.prefix(2)), to: new)
        let supervisor = try office.colleague("supervisor", team: office.hill)
        _ = try await office.save([office.entry(.amend, "child", children[1], dossier: children[1], ["contact_restriction": "Not to the uncle"])], as: supervisor)
        #expect(try await refused(both) == [children[1]: "changed-meanwhile"])
        _ = try await office.save(both.filter { $0.record != children[1] }.map { entry in
            var again = entry
            again.id = office.id()
            return again
        }, as: worker)
        #expect(try address(children[0]) == new && address(children[1]) == old)
    }

    @Test func whoeverDoesNotSayWhatTheySawMovesNobody() async throws {
        let entries = children.prefix(2).map { office.entry(.amend, "child", $0, dossier: $0, ["address": .text(new)]) }
        #expect(try await refused(entries) == [children[0]: "changed-meanwhile", children[1]: "changed-meanwhile"])
    }

    @Test func aCarersAddressNeverBecomesThatOfAChildOrOfTheFamily() async throws {
        let carer = "Strada Lipovei 31"
        try await place(children[2], address: carer)
        #expect(try await refused(move(Array(children.prefix(2)), to: "31 strada LIPOVEI")) == [family: "carer-address", children[0]: "carer-address", children[1]: "carer-address"])
        #expect(try await refused([office.entry(.amend, "family", family, ["address": .text(carer)])]) == [family: "carer-address"])
        #expect(try await refused([office.entry(.amend, "child", children[0], dossier: children[0], ["address": .text("c/o " + carer)])]) == [children[0]: "carer-address"])
        #expect(try await refused([office.entry(.amend, "child", children[2], dossier: children[2], ["temporary_address": .text(carer)])]) == [children[2]: "carer-address"])
        let sibling = office.id(), link = office.id()
        await #expect(throws: CaseworkError.self, "nor of a child that is being registered into the family") {
            try await office.save([
                office.entry(.create, "child", sibling, ["given_name": "Nour", "address": .text(carer)]),
                office.entry(.create, "family_member", link, dossier: sibling, ["family": .text(family.description)]),
            ], as: worker)
        }
        #expect(try office.journal.read { try JournalStore.record($0, sibling) } == nil)
        #expect(try stored(children[2]).fields["address"]?.text == old)
    }

    @Test func aRefusalTellsNobodyOfAnAddressThatIsKeptFromThem() async throws {
        let focal = try office.colleague("agency_focal_point")
        let viewer = Viewer(person: focal.author.person, role: try #require(office.rules.book["agency_focal_point"]), teams: [office.hill], agency: nil)
        let near = DeskOffice.Colleague(author: focal.author, standing: office.rules.standing(of: viewer))
        try await place(children[2], address: "Strada Lipovei 31")
        // The focal point of an agency edits addresses and does not see the class `carer`.
        _ = try await office.save([office.entry(.amend, "family", family, ["address": "Strada Lipovei 31"])], as: near)
        #expect(try address(family) == "Strada Lipovei 31")
    }

    @Test func aConfirmationFromBeforeAPlacementDoesNotCountAfterIt() async throws {
        let placement = office.id(), first = office.time.now().localDay
        _ = try await office.save([office.entry(.create, "placement", placement, dossier: children[1], [
            "care_kind": "kinship", "start_on": .text(first.description),
        ])], as: worker)
        office.time.advance(millis: 3 * 86_400_000)
        let supervisor = try office.colleague("supervisor", team: office.hill)
        let yesterday = CivilDay(daysSinceEpoch: first.daysSinceEpoch + 2)
        _ = try await office.save([office.entry(.amend, "placement", placement, dossier: children[1], ["end_on": .text(yesterday.description)])], as: supervisor)
        #expect(try await refused(move(Array(children.prefix(2)), to: new)) == [children[1]: "not-together"])
        _ = try await office.save([office.entry(.amend, "family_member", members[1], dossier: children[1], [
            "confirmed_on": .text(office.time.now().localDay.description),
        ])], as: worker)
        _ = try await office.save(try move(Array(children.prefix(2)), to: new), as: worker)
        #expect(try address(children[1]) == new)
    }

    @Test func theSameSaveSentAgainIsNotRefused() async throws {
        let entries = try move(Array(children.prefix(2)), to: new), save = office.id()
        _ = try await office.save(entries, as: worker, id: save)
        #expect(try await office.save(entries, as: worker, id: save).duplicate)
    }
}
