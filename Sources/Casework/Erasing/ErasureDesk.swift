public import Access
public import CaseSteps
import Foundation
public import Foundations
import GRDB
import Journal

extension Desk {
    /// Somebody who sees the child asks that its file is erased or held, or one paper of it erased. A second person confirms (`take`).
    /// - Returns: the request, `asked`.
    /// - Throws: `CaseworkError.notAllowed` without the function; `.notFound` where the child may not be seen; `.erasure`; `.faults` on `reason`.
    public func askErasure(_ asked: ErasureAsked, by author: Author, standing: Standing) async throws -> ErasureRequest {
        try Self.require(.asksErasure, standing)
        try Self.requireReason(asked.reason, save: asked.save, isNeeded: true)
        let id = try derived("erasure", asked.save.bytes)
        let (change, reach) = try read { db in
            let reach = try ErasureReach(db, asked.dossier, standing)
            if try JournalStore.record(db, id) != nil { return (nil as Change?, reach) }
            guard asked.matter.grounds.contains(asked.ground), (asked.paper != nil) == (asked.matter == .paper) else { throw CaseworkError(.erasure(.ground)) }
            if let paper = asked.paper { try requireSeen(db, paper, reach, standing) }
            if let refusal = reach.refusals(asked.matter, paper: asked.paper).first { throw CaseworkError(.erasure(refusal)) }
            try requireNoOther(reach, asked)
            return (ErasureRequest.asking(asked, id, entry: try derived("erasure entry", asked.save.bytes), by: author, at: time.now(), reach), reach)
        }
        guard let change else { return try own(id, author) }
        _ = try await commit(Save(id: asked.save, actor: author.person, device: author.device, at: time.now(), changes: [change])) { db in
            let now = try ErasureReach(db, reach.root.id, standing)
            try self.requireNoOther(now, asked)
            guard now.mark == reach.mark else { throw CaseworkError(.erasure(.changed)) }
        }
        return try own(id, author)
    }

    /// Somebody confirms, refuses or takes back what was asked for. What is confirmed is carried out before this answers: it waits for the last
    /// reader of the store.
    /// - Parameter people: everybody with an account; one person with two accounts is one person.
    /// - Returns: the request as it stands now; nil where it went with the file.
    /// - Throws: as `askErasure`; `StepRefusal` for a step that is somebody else's; `.erasure(.own)` for whoever asked.
    public func takeErasureStep(_ step: ErasureStep, people: [Person], by author: Author, standing: Standing) async throws -> ErasureRequest? {
        try Self.requireReason(step.reason, save: step.save, isNeeded: step.event == .refuse)
        let (request, change) = try read { db in
            let (request, reach) = try erasure(db, step.request, standing)
            if request.lastSave == step.save { return (request, nil as Change?) }
            let isOwn = Person.isOne(request.askedBy, author.person, people)
            var facts: Set<StepFact> = []
            if !step.reason.allSatisfy(\.isWhitespace) { facts.insert(.reason) }
            let next = try request.status.after(step.event, by: standing.viewer.role.functions, having: facts)
            if step.event == .confirm { try requireConfirmable(request, reach, step, isOwn: isOwn) }
            if step.event == .withdraw, !isOwn, request.status == .asked { throw CaseworkError(.notAllowed(what: "take back what somebody else asked for")) }
            if step.event == .carryOut { return (request, nil) }
            return (request, request.step(to: next, entry: try derived("erasure step", step.save.bytes), save: step.save, by: author.person, reason: step.reason, at: time.now()))
        }
        if let change {
            _ = try await commit(Save(id: step.save, actor: author.person, device: author.device, at: time.now(), changes: [change])) { db in
                let (now, reach) = try self.erasure(db, step.request, standing)
                guard now.version == request.version else { throw CaseworkError(.erasure(.notOpen)) }
                if step.event == .confirm { try self.requireConfirmable(now, reach, step, isOwn: false) }
            }
        }
        guard [.confirm, .carryOut].contains(step.event) else { return try stored(step.request) }
        do {
            try await apart { try self.carryOut(step.request) }
        } catch let fault as JournalError {
            if case .busy = fault { throw CaseworkError(.erasure(.notCarriedOut)) }
            throw fault
        }
        return try stored(step.request)
    }

    /// Carries out what was confirmed before a power cut or while the store was busy. Blocks.
    /// - Returns: how many were carried out; one whose file changed since is left for people to decide.
    @discardableResult
    public func carryOutErasures() throws -> Int {
        let waiting = try read { db in try Lookup.records(db, .erasureByStatus, key: .text(ErasureStatus.confirmed.rawValue), newestFirst: false, limit: 20).map(\.id) }
        var done = 0, fault: (any Error)?
        for id in waiting {
            do {
                try carryOut(id)
                done += 1
            } catch let error as CaseworkError where error == CaseworkError(.erasure(.changed)) {
                // Nothing goes that the two did not agree on; somebody takes it back or asks anew.
                continue
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        return done
    }

    /// Nothing where it is not confirmed any more, or gone with its file.
    private func carryOut(_ id: UUIDv7) throws {
        guard let request = try stored(id), request.status == .confirmed, let second = request.decidedBy else { return }
        let reach = try read { db in try ErasureReach(db, request) }
        if request.matter.destroys, !reach.refusals(request.matter, paper: request.paper).isEmpty || (request.matter == .erase && request.mark != reach.mark) {
            throw CaseworkError(.erasure(.changed))
        }
        switch request.matter {
        case .erase:
            try journal.shred(reach.scopes, records: reach.lines, by: request.askedBy, and: second, device: request.device, reason: request.ground.rawValue,
                              told: Self.told(request, papers: reach.papers.count))
        case .paper:
            guard let paper = request.paper else { return }
            try journal.shred([], records: [paper], by: request.askedBy, and: second, device: request.device, reason: request.ground.rawValue, told: Self.told(request, papers: 1))
            try end(request)
        case .hold, .lift:
            for dossier in reach.dossiers.sorted() where try read({ try JournalStore.isHeld($0, Scope(.dossier, dossier)) }) != (request.matter == .hold) {
                try journal.setLegalHold(request.matter == .hold, on: Scope(.dossier, dossier), by: request.askedBy, and: second, device: request.device,
                                         reason: request.ground.rawValue)
            }
            try end(request)
        }
    }

    private func end(_ request: ErasureRequest) throws {
        let save = try derived("erasure done", request.id.bytes), now = time.now()
        let change = request.step(to: .done, entry: try derived("erasure done entry", request.id.bytes), save: request.lastSave, by: request.decidedBy ?? request.askedBy,
                                  reason: request.decisionReason, at: now)
        _ = try journal.commitAndWait(Save(id: save, actor: request.decidedBy ?? request.askedBy, device: request.device, at: now, changes: [change]))
    }

    private static func told(_ request: ErasureRequest, papers: Int) -> [String: Value] {
        ["matter": .text(request.matter.rawValue), "dossier": .text(request.dossier.description), "papers": .int(Int64(papers))]
    }

    /// Away from the threads that answer people: an erasure waits until the last of them has read.
    private func apart(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { done.resume(with: Result { try body() }) }
        }
    }

    private func requireConfirmable(_ request: ErasureRequest, _ reach: ErasureReach, _ step: ErasureStep, isOwn: Bool) throws {
        func refuse(_ refusal: ErasureRefusal) -> CaseworkError { CaseworkError(.erasure(refusal)) }
        if isOwn { throw refuse(.own) }
        let now = time.now(), times = request.times
        if times.isLapsed(now) { throw refuse(.lapsed) }
        if times.isEarly(now) { throw refuse(.tooEarly) }
        if let refusal = reach.refusals(request.matter, paper: request.paper).first { throw refuse(refusal) }
        if request.matter == .erase, request.mark != reach.mark { throw refuse(.changed) }
        if request.matter.destroys, !reach.isNumber(step.number) { throw refuse(.number) }
    }

    private func requireNoOther(_ reach: ErasureReach, _ asked: ErasureAsked) throws {
        let now = time.now()
        let open = reach.requests.filter { $0.status == .confirmed || ($0.status == .asked && !$0.times.isLapsed(now)) }
        if open.contains(where: { $0.matter == asked.matter && $0.paper == asked.paper }) { throw CaseworkError(.erasure(.asked)) }
    }

    private func requireSeen(_ db: Database, _ paper: UUIDv7, _ reach: ErasureReach, _ standing: Standing) throws {
        guard let one = reach.papers.first(where: { $0.id == paper }),
              standing.decide(Envelope(one), Surroundings.of(dossier: reach.records)).exists else { throw CaseworkError(.notFound) }
    }

    /// The request with this id and what it is about, for somebody who sees the child and has a part in such things.
    func erasure(_ db: Database, _ id: UUIDv7, _ standing: Standing) throws -> (ErasureRequest, ErasureReach) {
        try Self.requirePart(standing)
        guard let request = try JournalStore.record(db, id).flatMap({ ErasureRequest($0) }) else { throw CaseworkError(.notFound) }
        return (request, try ErasureReach(db, request.dossier, standing))
    }

    func stored(_ id: UUIDv7) throws -> ErasureRequest? { try read { try JournalStore.record($0, id) }.flatMap { ErasureRequest($0) } }

    private func own(_ id: UUIDv7, _ author: Author) throws -> ErasureRequest {
        guard let request = try stored(id), request.askedBy == author.person else { throw CaseworkError(.notFound) }
        return request
    }

    static func require(_ function: StepFunction, _ standing: Standing) throws(CaseworkError) {
        guard standing.viewer.role.functions.contains(function) else { throw CaseworkError(.notAllowed(what: "erase or hold files")) }
    }

    static func requirePart(_ standing: Standing) throws(CaseworkError) {
        guard standing.viewer.role.functions.contains(where: { $0 == .asksErasure || $0 == .confirmsErasure }) else { throw CaseworkError(.notAllowed(what: "erase or hold files")) }
    }
}
