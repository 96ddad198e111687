import Access
public import Alerts
public import Casework
import Foundation
import Foundations
import Journal
public import Logging
import Synchronization

/// What makes alerts move while nobody asks: looks at the store when it has changed, tells open streams, and hands messages to the
/// gateways. Two threads of its own, because reads and gateways block; one starts them when the store is open and ends them before it closes.
public final class AlertClock: Sendable {
    private let keeper: AlertKeeper
    private let gateways: [MessageWay: any MessageGateway]
    private let log: Logger
    private let plan: MessagePlan
    private let ended = Ended()

    /// - Parameters:
    ///   - gateways: ways that the site has at this moment.
    ///   - plan: gaps between messages.
    public init(_ keeper: AlertKeeper, gateways: [MessageWay: any MessageGateway], plan: MessagePlan = MessagePlan(), log: Logger) {
        self.keeper = keeper
        self.gateways = gateways
        self.plan = plan
        self.log = log
    }

    public func start() {
        ended.begin()
        Thread.detachNewThread { [self] in
            var streams = StreamLook(keeper)
            while !ended.wait(seconds: 1) { streams.beat() }
            keeper.streams.close()
            ended.finish()
        }
        if gateways.isEmpty { return }
        ended.begin()
        Thread.detachNewThread { [self] in
            var round = MessageRound(keeper, gateways: gateways, plan: plan, log: log)
            repeat { round.beat { self.ended.isEnded } } while !ended.wait(seconds: 2)
            ended.finish()
        }
    }

    /// Returns when both threads have ended: a gateway that is being spoken to is waited for, at most until its own time is over.
    public func stop() { ended.end() }
}

/// Tells open streams when their person's list has changed.
private struct StreamLook {
    private let keeper: AlertKeeper
    private var beats = 0
    private var position: Int64 = -1
    private var ladder: [Escalated] = []
    private var known: [UUIDv7: (keys: Set<String>, next: UInt64)] = [:]
    private var isStale: Set<UUIDv7> = []

    init(_ keeper: AlertKeeper) { self.keeper = keeper }

    /// Looks of one person cost at most so small a part of one processor.
    private static let share: UInt64 = 50
    private static let calm: UInt64 = 1_000_000_000

    /// Once a second. What can't be read now is read the next time.
    mutating func beat() {
        beats += 1
        if beats % 5 == 0 { keeper.streams.checkAll() }
        let people = keeper.streams.people
        known = known.filter { people.contains($0.key) }
        isStale.formIntersection(people)
        if people.isEmpty { return }
        guard let newest = try? keeper.desk.journal.newestPosition(), (try? keeper.lookAround()) != nil else { return }
        let reached = keeper.ladder()
        // What follows from the time alone (a day that ends, a limit) is looked at twice a minute.
        if newest != position || reached != ladder || beats % 30 == 0 { isStale = people }
        isStale.formUnion(people.filter { known[$0] == nil })
        (position, ladder) = (newest, reached)
        for person in isStale.sorted() {
            let start = keeper.desk.time.monotonicNanos()
            if let next = known[person]?.next, start < next { continue }
            guard let keys = (try? keeper.unseen(of: person)).map({ Set($0.map(\.key)) }) else { continue }
            isStale.remove(person)
            if let before = known[person], before.keys != keys { keeper.streams.tell(person) }
            let end = keeper.desk.time.monotonicNanos()
            known[person] = (keys, end + max(Self.calm, (end - start) * Self.share))
        }
    }
}

/// Hands over what is due by mail and short message.
///
/// An alert is told when the gateway has taken the message, and kept as told after that: a box that dies in between sends it once
/// more, and never loses it.
private struct MessageRound {
    private let keeper: AlertKeeper
    private let gateways: [MessageWay: any MessageGateway]
    private let plan: MessagePlan
    private let log: Logger
    private var backoff: [MessageWay: Backoff] = [:]
    private var position: Int64 = -1
    private var ladder: [Escalated] = []
    private var next: UInt64 = 0

    private static let minute: UInt64 = 60_000_000_000
    private static let calm: UInt64 = 5_000_000_000
    private static let share: UInt64 = 20

    init(_ keeper: AlertKeeper, gateways: [MessageWay: any MessageGateway], plan: MessagePlan, log: Logger) {
        (self.keeper, self.gateways, self.plan, self.log) = (keeper, gateways, plan, log)
    }

    private var clock: any TimeSource { keeper.desk.time }
    private var looked: UInt64 = 0

    mutating func beat(isEnded: () -> Bool) {
        let start = clock.monotonicNanos()
        guard let newest = try? keeper.desk.journal.newestPosition(), (try? keeper.lookAround()) != nil else { return }
        let reached = keeper.ladder()
        guard reached != ladder || start >= next && (newest != position || start >= looked + Self.minute) else { return }
        (position, ladder, looked) = (newest, reached, start)
        for person in (try? keeper.recipients()) ?? [] where !isEnded() { tell(person) }
        let end = clock.monotonicNanos()
        next = end + max(Self.calm, (end - start) * Self.share)
        // What was sent has moved the journal by itself.
        position = (try? keeper.desk.journal.newestPosition()) ?? position
    }

    private mutating func tell(_ person: UUIDv7) {
        guard let alerts = try? keeper.unseen(of: person), !alerts.isEmpty, let someone = keeper.people.person(person) else { return }
        let account = keeper.account(of: person), now = clock.now()
        let ways = Set(gateways.keys.filter { backoff[$0, default: Backoff()].mayTry(at: clock.monotonicNanos()) })
        for message in plan.messages(alerts, account.wishes, told: account.told, gateways: ways, now: now) {
            guard let gateway = gateways[message.way], let address = message.way == .mail ? account.mail : account.phone else { continue }
            let words = MessageWords(language: account.language ?? someone.language, isUrgent: message.isUrgent)
            do {
                try gateway.send(OutgoingMessage(way: message.way, address: address, words: words, isUrgent: message.isUrgent, at: now, mark: keeper.mark(of: message, to: person)))
                backoff[message.way] = nil
                try keeper.told(person, message, of: alerts, at: now)
            } catch {
                backoff[message.way, default: Backoff()].failed(at: clock.monotonicNanos())
                // Neither whom nor what: the log is no file of ours.
                log.warning("a message could not be handed over; it is tried again", metadata: ["way": "\(message.way.rawValue)", "code": "\((error as? any KinboxFault)?.code ?? "failed")"])
                next = 0
            }
        }
    }
}

extension AlertKeeper {
    /// The same for the same message, also after a restart; says nothing to anybody else.
    func mark(of message: PlannedMessage, to person: UUIDv7) -> String {
        "kb" + desk.mark(of: person.description + message.way.rawValue + message.keys.sorted().joined()).prefix(14)
    }
}
