import Foundation
import Foundations
import HTTPServer
import Testing

/// Every role × every kind of record × every route, at every distance from the record. What is expected comes from
/// `PermissionModel`, not from the program's rules.
@Suite struct PermissionMatrixTests {
    @Test func everyRouteIsInTheMatrixOrLeftOutWithAReason() throws {
        let site = try MatrixSite()
        // The others are the app's own files and the site's certificate, which are for everybody.
        let offered = Set(site.routes.filter { $0.pattern.hasPrefix("/api/") || $0.pattern == "/healthz" || !$0.method.isSafe }
            .map { "\($0.method.rawValue.uppercased()) \($0.pattern)" })
        let asked = Set(MatrixRoute.allCases.map(\.rawValue)), leftOut = Set(MatrixRoute.leftOut.keys)
        #expect(asked.isDisjoint(with: leftOut))
        for route in offered.subtracting(asked).subtracting(leftOut).sorted() { Issue.record("no cell of the matrix asks \(route)") }
        #expect(asked.subtracting(offered).isEmpty)
    }

    /// In two halves, each at a site of its own, so that two processors share the work.
    @Test(arguments: 0..<2) func nobodySeesOrWritesWhatTheirRoleDoesNotLetThem(half: Int) async throws {
        let site = try MatrixSite()
        var cases = 0
        for (at, route) in MatrixRoute.allCases.enumerated() where at % 2 == half {
            let done = try await check(route, site)
            #expect(done >= site.people.count, "\(route.rawValue)")
            cases += done
        }
        print("permission matrix, half \(half + 1): \(cases) cases, \(site.requests) requests, \(site.records.count) records, \(site.people.count) roles")
        #expect(cases >= 2_000)
    }

    private func check(_ route: MatrixRoute, _ site: MatrixSite) async throws -> Int {
        var done = 0
        if route.asksAttachments, site.kept.isEmpty { try await site.keepAttachments() }
        if route.powers.isEmpty {
            let reading = MatrixReading(site: site), lists = MatrixLists(site: site), writing = MatrixWriting(site: site), files = MatrixFiles(site: site)
            for person in site.people {
                done += try await cell(route, person, reading, lists, writing, files)
            }
        } else {
            for person in site.people { done += await MatrixPowers(site: site).check(route, person) }
        }
        // Without a session nobody gets anything, and learns nothing.
        let nobody = await site.ask(route.method, target(route.pattern, site), as: nil, route.method == "GET" || route.method == "DELETE" ? nil : [:])
        #expect(nobody.status == 401, "\(route.rawValue) without a session: \(nobody.status)")
        return done + 1
    }

    private func cell(_ route: MatrixRoute, _ person: MatrixPerson, _ reading: MatrixReading, _ lists: MatrixLists, _ writing: MatrixWriting,
                      _ files: MatrixFiles) async throws -> Int {
        let casework = MatrixCasework(site: reading.site)
        return switch route {
        case .limits: await casework.limits(person)
        case .sharing: await casework.sharing(person)
        case .careOffer: await casework.careOffer(person)
        case .personCopy: await casework.personCopy(person)
        case .family: await casework.family(person)
        case .decisions: await casework.decisions(person)
        case .decision: await casework.decision(person)
        case .panel: await casework.panel(person)
        case .alerts: await casework.alerts(person)
        case .board: await casework.board(person)
        case .workerCases: await casework.workerCases(person)
        case .limitFigures: try await MatrixLimits(site: reading.site).figures(person)
        case .limitCases: try await MatrixLimits(site: reading.site).cases(person)
        case .teamLimits: try await MatrixLimits(site: reading.site).team(person)
        case .workerLimits: try await MatrixLimits(site: reading.site).worker(person)
        case .reviewNext: await casework.reviewNext(person)
        case .handOver: try await casework.handOver(person)
        case .merges: await MatrixMerges(site: reading.site).list(person)
        case .mergePair: await MatrixMerges(site: reading.site).compare(person)
        case .mergeShow: await MatrixMerges(site: reading.site).show(person)
        case .mergePropose: try await MatrixMerges(site: reading.site).propose(person)
        case .mergeDecide, .mergeUndo: try await MatrixMerges(site: reading.site).step(route, person)
        case .erasures: await MatrixErasures(site: reading.site).list(person)
        case .erasureSheet: await MatrixErasures(site: reading.site).sheet(person)
        case .askErasure: try await MatrixErasures(site: reading.site).ask(person)
        case .erasureStep: try await MatrixErasures(site: reading.site).step(person)
        case .tracing: await MatrixTracing(site: reading.site).list(person)
        case .tracingShow: await MatrixTracing(site: reading.site).show(person)
        case .tracingPair: await MatrixTracing(site: reading.site).compare(person)
        case .tracingSay: try await MatrixTracing(site: reading.site).say(person)
        case .tracingOfChild: await MatrixTracing(site: reading.site).ofChild(person)
        case .concernsOfChild: await casework.concerns(person)
        case .confidential: await MatrixConfidential(site: reading.site).list(person)
        case .confidentialShow: await MatrixConfidential(site: reading.site).show(person)
        case .confidentialOfChild: await MatrixConfidential(site: reading.site).ofChild(person)
        case .duplicates: try await MatrixMerges(site: reading.site).duplicates(person)
        case .apart, .apartBack: try await MatrixMerges(site: reading.site).tellApart(route, person)
        case .record: await reading.record(person)
        case .history: await reading.history(person)
        case .dossier: await reading.dossier(person)
        case .timeline: await reading.timeline(person)
        case .search: await lists.search(person)
        case .likely: await lists.likely(person)
        case .notifications: await lists.notifications(person)
        case .notification: await lists.notification(person)
        case .myDay: await lists.myDay(person)
        case .directory: await lists.directory(person)
        case .table: await lists.table(person)
        case .colleagues: await lists.colleagues(person)
        case .conflict: try await writing.conflict(person)
        case .upload: await files.upload(person)
        case .bringIn: await files.bringIn(person)
        case .attachment: await files.attachment(person)
        case .takeAttachment, .beginAttachment: await files.take(route, person)
        case .thumbnail: await files.thumbnail(person)
        case .keepThumbnail: await files.keepThumbnail(person)
        case .dropAttachment: await files.drop(person)
        case .amend: try await writing.amend(person)
        case .save: try await writing.save(person)
        case .breakGlass: await writing.breakGlass(person)
        case .mendGlass: await writing.mendGlass(person)
        case .requests: await lists.requests(person)
        default: 0
        }
    }

    private func target(_ pattern: String, _ site: MatrixSite) -> String {
        pattern.replacingOccurrences(of: "{form}", with: "provider").replacingOccurrences(of: "{name}", with: "places")
            .replacingOccurrences(of: "{id}", with: site.people[0].id.description).replacingOccurrences(of: "{attachment}", with: site.missing().description)
            .replacingOccurrences(of: "{upload}", with: site.missing().description)
            .replacingOccurrences(of: "{other}", with: site.missing().description)
    }
}

/// Routes that an office power opens.
struct MatrixPowers {
    let site: MatrixSite

    func check(_ route: MatrixRoute, _ person: MatrixPerson) async -> Int {
        let isHolder = !route.powers.isDisjoint(with: site.model.powers[person.role] ?? [])
        // What a holder would change is theirs to change; here counts that nobody else can.
        if isHolder, route.method != "GET" { return 1 }
        var answers: [MatrixSite.Answer] = []
        for id in [site.keepers[0].id, site.missing()] {
            let target = route.pattern.replacingOccurrences(of: "{id}", with: id.description).replacingOccurrences(of: "{upload}", with: id.description)
                .replacingOccurrences(of: "{name}", with: route.powers == ["classifiers"] ? "places" : "note")
            answers.append(await site.ask(route.method, target, as: person, route.method == "GET" ? nil : body(route, id.description)))
        }
        if isHolder {
            #expect(answers[0].status != 403, "\(person.role) manages \(route.powers), yet \(route.rawValue) answers \(answers[0].status)")
        } else {
            #expect(answers[0].status == 403, "\(person.role): \(route.rawValue) answers \(answers[0].status) \(answers[0].code)")
            #expect(answers[0].same == answers[1].same, "\(person.role) learns from \(route.rawValue) whether something is there")
        }
        return 1
    }

    private func body(_ route: MatrixRoute, _ id: String) -> [String: Any] {
        switch route {
        case .invite: ["name": "Somebody New", "user": "somebody", "role": "auditor"]
        case .ask: ["what": "reset", "person": id, "reason": "a lost telephone"]
        case .makeTeam, .changeTeam: ["name": "Valley"]
        default: [:]
        }
    }
}
