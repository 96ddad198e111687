public import Casework
import Foundation
import Foundations
public import Logging
import Matching

/// Runs the nightly sweep for children who are in the store twice: slices of a few children on a thread of its own, with rests between, so that
/// the office's work comes first. A night that the box was off is made up for a little after the start. One starts it when the store is open
/// and ends it before it closes. Between two looks it carries out what two persons agreed to erase and a power cut or a busy store held up.
public final class SweepClock: Sendable {
    private static let delaySeconds = 5.0, calmSeconds = 30.0
    private let desk: Desk
    private let schedule: SweepSchedule
    private let log: Logger
    private let ended = Ended()

    public convenience init(_ desk: Desk, log: Logger) { self.init(desk, SweepSchedule(), log: log) }

    init(_ desk: Desk, _ schedule: SweepSchedule, log: Logger) {
        self.desk = desk
        self.schedule = schedule
        self.log = log
    }

    public func start() {
        guard let weights = LikelyChildren.weights else { return }
        ended.begin()
        Thread.detachNewThread { [self] in
            var pause = Self.delaySeconds
            while !ended.wait(seconds: pause) { pause = beat(weights) }
            ended.finish()
        }
    }

    /// Returns when the slice under way has ended.
    public func stop() { ended.end() }

    /// One slice; how long to wait for the next, in seconds.
    private func beat(_ weights: LikenessWeights) -> Double {
        do {
            try desk.carryOutErasures()
        } catch {
            log.warning("an erasure that two persons agreed on could not be carried out; it is tried again", metadata: ["error": "\((error as? any KinboxFault)?.code ?? "failed")"])
        }
        guard desk.isSweepDue(schedule) else { return Self.calmSeconds }
        let begun = desk.time.monotonicNanos()
        do {
            guard try desk.sweepDuplicates(weights) else { return Self.calmSeconds }
        } catch {
            log.warning("the search for duplicates was held up; it goes on where it was", metadata: ["error": "\(type(of: error))"])
            return Self.calmSeconds
        }
        return Double(schedule.rest(after: desk.time.monotonicNanos() - begun, at: desk.time.now())) / 1e9
    }
}
