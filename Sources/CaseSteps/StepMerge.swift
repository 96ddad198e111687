public import Foundations

/// A step as a device took it: what, by whom with which functions and facts, when.
public struct TakenStep<Status: StepStatus>: Sendable, Hashable {
    public let id: UUIDv7
    public let event: Status.Event
    public let functions: Set<StepFunction>
    public let facts: Set<StepFact>
    /// On the hybrid clock of the device, as milliseconds: it orders, it is not believed.
    public let at: Int64

    public init(id: UUIDv7, event: Status.Event, functions: Set<StepFunction>, facts: Set<StepFact> = [], at: Int64) {
        self.id = id
        self.event = event
        self.functions = functions
        self.facts = facts
        self.at = at
    }

    fileprivate func isBefore(_ other: TakenStep) -> Bool { (at, id) < (other.at, other.id) }
}

/// What comes out when two devices took steps from one state without knowing of each other.
///
/// Every outcome is a path through the table. A step fits where the state is the one that its device saw; where it is another, the step must
/// be legal there and may not lead to less protection, since it was taken in ignorance. Where all steps fit, in the order of the clock, they
/// all count. Where they do not, the more protective outcome holds, and between equally protective ones the first decision. What was
/// dropped is kept as disputed, for a person to look at. The order of the two sides does not matter, and merging a side with itself
/// changes nothing.
public struct MergedSteps<Status: StepStatus>: Sendable, Hashable {
    public let status: Status
    public let taken: [TakenStep<Status>]
    public let disputed: [TakenStep<Status>]

    public init(from start: Status, _ one: [TakenStep<Status>], _ other: [TakenStep<Status>]) {
        let one = one.sorted { $0.isBefore($1) }, other = other.sorted { $0.isBefore($1) }
        let all = Set(one + other).sorted { $0.isBefore($1) }
        let seen = Self.seen(from: start, one).merging(Self.seen(from: start, other)) { mine, _ in mine }
        let together = MergedSteps(from: start, all, seen)
        if together.disputed.isEmpty { self = together; return }
        let known = Set(one), theirs = Set(other)
        let paths = [together, MergedSteps(from: start, one + other.filter { !known.contains($0) }, seen),
                     MergedSteps(from: start, other + one.filter { !theirs.contains($0) }, seen)]
        self = paths.dropFirst().reduce(paths[0]) { best, next in next.isBetter(than: best, of: all) ? next : best }
    }

    /// Takes the steps one after another and drops those that do not fit where they come.
    private init(from start: Status, _ steps: [TakenStep<Status>], _ seen: [UUIDv7: Status]) {
        var (status, taken, disputed) = (start, [TakenStep<Status>](), [TakenStep<Status>]())
        for step in steps {
            guard let next = try? status.after(step.event, by: step.functions, having: step.facts),
                  seen[step.id] == status || next.protection >= status.protection else { disputed.append(step); continue }
            status = next
            taken.append(step)
        }
        self.status = status
        self.taken = taken
        self.disputed = disputed
    }

    /// Step → the state in which its own device took it.
    private static func seen(from start: Status, _ steps: [TakenStep<Status>]) -> [UUIDv7: Status] {
        var (status, seen) = (start, [UUIDv7: Status]())
        for step in steps {
            seen[step.id] = status
            status = (try? status.after(step.event, by: step.functions, having: step.facts)) ?? status
        }
        return seen
    }

    private func isBetter(than other: MergedSteps, of all: [TakenStep<Status>]) -> Bool {
        if status.protection != other.status.protection { return status.protection > other.status.protection }
        // The first step, by the clock, that one path has and the other lacks, or has later.
        let mine = Set(taken), yours = Set(other.taken)
        if let first = all.first(where: { mine.contains($0) != yours.contains($0) }) { return mine.contains(first) }
        return zip(taken, other.taken).first { $0 != $1 }.map { $0.isBefore($1) } ?? false
    }
}
