import Foundations
import Testing
@testable import Demo

@Suite struct DemoShapeTests {
    /// Built once: generating is quick, folding 10,000 dossiers in a debug build is not.
    static let shared = Result {
        let district = try DemoSupport.district(10_000)
        return (district, DemoLedger(district))
    }

    let district: DemoDistrict
    let ledger: DemoLedger

    init() throws { (district, ledger) = try Self.shared.get() }

    @Test func casesStandAtEveryStage() {
        var stages: [String: Int] = [:], states: [String: Int] = [:], risks: [String: Int] = [:]
        for (_, one) in ledger.all("case") {
            stages[one.fields["stage"]?.text ?? "?", default: 0] += 1
            states[one.status ?? "?", default: 0] += 1
            risks[one.fields["risk_level"]?.text ?? "?", default: 0] += 1
        }
        for stage in ["registered", "assessed", "planned", "implemented", "reviewed", "closed", "monitored"] {
            #expect((stages[stage] ?? 0) >= 20, "\(stage)")
        }
        #expect((2_000...4_500).contains(states["open"] ?? 0))
        #expect((150...2_000).contains(states["monitoring"] ?? 0))
        #expect((4_000...7_500).contains(states["closed"] ?? 0))
        for risk in ["high", "medium", "low"] { #expect((risks[risk] ?? 0) > 500, "\(risk)") }
    }

    @Test func notificationsHaveEveryOutcome() {
        var states: [String: Int] = [:]
        for (_, one) in ledger.all("notification") { states[one.status ?? "?", default: 0] += 1 }
        #expect(states["new"] == district.newNotifications)
        #expect((4_000...9_000).contains(states["registered"] ?? 0))
        #expect((100...1_000).contains(states["linked"] ?? 0))
        #expect((700...2_500).contains(states["screened_out"] ?? 0))
        #expect(states.count == 4)
    }

    /// As in life a few names are very common and most are rare: a search for the first one hits thousands of
    /// dossiers at 100,000 children, in several spellings and two scripts.
    @Test func namesFollowZipf() throws {
        let arab = try #require(district.names.cultures.first { $0.code == "arab" })
        let first = arab.male[0]
        let spellings = Set(first.latin + first.arabic)
        var hits = 0, arabic = 0, both = 0
        var given: [String: Int] = [:]
        for (_, child) in ledger.all("child") {
            let name = child.fields["given_name"]?.text ?? ""
            given[name, default: 0] += 1
            if spellings.contains(name) { hits += 1 }
            if first.arabic.contains(name) { arabic += 1 }
            if child.fields["name_other_script"] != nil { both += 1 }
        }
        #expect((300...1_200).contains(hits), "\(hits)")
        #expect(arabic > 20)
        for spelling in first.latin { #expect((given[spelling] ?? 0) > 10, "\(spelling)") }
        #expect(given.count > 300)
        #expect(both > 3_000)
    }

    @Test func workersHaveABearableCaseload() {
        var loads: [UUIDv7: Int] = [:]
        for (_, one) in ledger.all("case") where one.status == "open" { if let owner = one.owner { loads[owner, default: 0] += 1 } }
        let people = (0..<district.staff.workers).map { district.staff.worker($0) }
        let mine = people.map { loads[$0.id] ?? 0 }
        #expect(loads.keys.allSatisfy { id in people.contains { $0.id == id } })
        #expect(mine.reduce(0, +) / mine.count <= 60)
        #expect(mine.filter { $0 < 3 }.count * 10 < mine.count, "\(mine)")
        // The person whose sign-in the demo shows has something to do.
        #expect(mine[0] >= 10)
    }

    @Test func someChildrenWereNotSeenAndSomePromisesAreOpen() throws {
        var lastSeen: [UUIDv7: String] = [:]
        var promises = 0
        for (_, visit) in ledger.all("visit") {
            guard let dossier = visit.dossier, let day = visit.fields["seen_on"]?.text else { continue }
            if visit.fields["seen"]?.text != "no" { lastSeen[dossier] = max(lastSeen[dossier] ?? "", day) }
            if visit.fields["promise"] != nil, visit.status != "kept" { promises += 1 }
        }
        let today = try #require(CivilDay("2026-11-21")).daysSinceEpoch
        var open = 0, late = 0
        for (_, one) in ledger.all("case") where one.status == "open" {
            open += 1
            let limit = visitLimits[one.fields["risk_level"]?.text ?? ""] ?? 14
            let seen = one.dossier.flatMap { lastSeen[$0] }.flatMap { CivilDay($0) }?.daysSinceEpoch ?? 0
            if today - seen > limit { late += 1 }
        }
        #expect(late * 100 / open >= 8 && late * 100 / open <= 40, "\(late) of \(open)")
        #expect(promises * 100 / open >= 10 && promises * 100 / open <= 45, "\(promises) of \(open)")
    }

    @Test func aFewDisagreementsAreReal() throws {
        var unaware = 0
        for bundle in district {
            for save in bundle.saves {
                for entry in save.entries where entry.unaware {
                    unaware += 1
                    #expect(entry.base != nil && entry.fields.count == 1)
                }
            }
        }
        #expect((3...60).contains(unaware), "\(unaware)")
    }

    @Test func safetyWishesAreThere() {
        let children = ledger.all("child")
        let safe = children.filter { $0.record.fields["safe_contact"] != nil }.count
        let barred = children.filter { $0.record.fields["contact_restriction"] != nil }.count
        #expect((1_800...3_200).contains(safe) && (400...800).contains(barred))
        for (_, child) in children {
            if let phone = child.fields["phone"]?.text { #expect(phone.hasPrefix("+999 ")) }
            if let number = child.fields["national_id"]?.text { #expect(number.hasPrefix("000")) }
        }
    }
}

@Suite struct DemoStaffTests {
    @Test func peopleAreStableAndDistinct() throws {
        let staff = try DemoSupport.district(5_000).staff
        let people = (0..<staff.count).map { staff[$0] }
        #expect(Set(people.map(\.id)).count == staff.count)
        #expect(Set(people.map(\.userName)).count == staff.count)
        #expect(staff[3].name == staff[3].name && staff[3].id == staff.worker(3).id)
        for role in DemoStaff.signInRoles { #expect(staff.signIn(role).role == role) }
        for person in people { #expect(person.userName.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }) }
        #expect(staff.teams == Set(people.compactMap(\.team)).count)
    }
}
