public import Foundations

/// What a best-interest panel has before it and decides: who takes part, who stepped aside, the options, the child's view, the votes, the
/// dissent. Steps of state go through `PanelStatus`; the facts that they need follow from what is kept here.
public struct Panel: Sendable, Hashable {
    /// One thing to be done if an option is chosen; it becomes an action of the care plan.
    public struct Action: Sendable, Hashable {
        /// A code of the site's list of plan actions.
        public var code: String
        public var responsible: String
        public var due: CivilDay

        public init(code: String, responsible: String, due: CivilDay) {
            self.code = code
            self.responsible = responsible
            self.due = due
        }
    }

    public struct Option: Sendable, Hashable {
        public var title: String
        public var speaksFor: String
        public var speaksAgainst: String
        public var actions: [Action]

        public init(title: String, speaksFor: String, speaksAgainst: String, actions: [Action] = []) {
            self.title = title
            self.speaksFor = speaksFor
            self.speaksAgainst = speaksAgainst
            self.actions = actions
        }
    }

    public enum ChildView: Sendable, Hashable {
        case said(String)
        case notHeard(why: String)
    }

    public struct Decision: Sendable, Hashable {
        public let option: Option
        public let reason: String
        /// Who disagreed, and with which words. They are part of the decision for good.
        public let dissent: [UUIDv7: String]
        public let on: WallTime
    }

    public let members: Set<UUIDv7>
    /// How many must take part.
    public let quorum: Int
    public private(set) var position: StepPosition<PanelStatus>
    public private(set) var present: Set<UUIDv7> = []
    /// Who stepped aside, and why. Nobody who did takes part again.
    public private(set) var recused: [UUIDv7: String] = [:]
    public private(set) var options: [Option] = []
    public private(set) var childView: ChildView?
    /// Member → the option (its place in `options`) they are for.
    public private(set) var votes: [UUIDv7: Int] = [:]
    public private(set) var dissent: [UUIDv7: String] = [:]
    public private(set) var decision: Decision?

    /// - Parameter quorum: 1…the number of members; anything else counts as more than half of them.
    public init(members: Set<UUIDv7>, quorum: Int? = nil, calledAt moment: WallTime) {
        self.members = members
        let half = members.count / 2 + 1
        self.quorum = quorum.flatMap { (1...max(1, members.count)).contains($0) ? $0 : nil } ?? half
        position = StepPosition(since: moment)
    }

    /// A panel as it was kept: who has come or signed, who stepped aside, and what each said. Who stepped aside takes no part whatever else
    /// is given of them; votes and dissent of others than those who take part are left out.
    public init(members: Set<UUIDv7>, quorum: Int?, status: PanelStatus, since: WallTime, present: Set<UUIDv7>, recused: [UUIDv7: String],
                options: [Option], childView: ChildView?, votes: [UUIDv7: Int], dissent: [UUIDv7: String]) {
        self.members = members
        // As it was kept: with fewer members than must sign there is no quorum.
        self.quorum = max(1, quorum ?? members.count / 2 + 1)
        position = StepPosition(status, since: since)
        self.present = present.intersection(members)
        self.recused = recused.filter { members.contains($0.key) }
        self.options = options
        self.childView = childView.flatMap { view in
            switch view {
            case .said(let words), .notHeard(let words): words.saysSomething ? view : nil
            }
        }
        self.votes = votes.filter { takingPart.contains($0.key) && options.indices.contains($0.value) }
        self.dissent = dissent.filter { takingPart.contains($0.key) && self.votes[$0.key] == nil && $0.value.saysSomething }
    }

    public var takingPart: Set<UUIDv7> { present.subtracting(recused.keys) }

    /// The option that more than half of those who take part are for; nil where there is none.
    public var chosen: Int? {
        let counts = Dictionary(grouping: takingPart.compactMap { votes[$0] }, by: \.self).mapValues(\.count)
        return counts.first { $0.value * 2 > takingPart.count }?.key
    }

    /// What stands now. A reason is given with the step itself.
    public var facts: Set<StepFact> {
        var facts: Set<StepFact> = []
        if takingPart.count >= quorum { facts.insert(.quorum) }
        if options.count >= 2 { facts.insert(.options) }
        if childView != nil { facts.insert(.childView) }
        if chosen != nil { facts.insert(.majority) }
        return facts
    }

    /// A step of state.
    /// - Parameter reason: the words that some steps need; blank counts as none.
    /// - Throws: `StepRefusal`; nothing has moved.
    public mutating func take(_ event: PanelStatus.Event, reason: String = "", by functions: Set<StepFunction>,
                              at moment: WallTime) throws(StepRefusal) {
        let next = try position.after(event, by: functions, having: reason.saysSomething ? facts.union([.reason]) : facts, at: moment)
        switch event {
        case .decide:
            guard let chosen else { throw refusal(event.rawValue, .lacks([.majority])) }
            decision = Decision(option: options[chosen], reason: reason, dissent: dissent, on: moment)
        case .reconvene:
            // The earlier decision stands until another is taken; who agreed to it says so anew.
            (present, votes, dissent, childView) = ([], [:], [:], nil)
        case .postpone: present = []
        case .open, .callOff: break
        }
        position = next
    }

    /// A member comes. Who stepped aside, or is no member, does not take part.
    public mutating func join(_ member: UUIDv7) throws(StepRefusal) {
        guard position.status == .called || position.status == .inSession, members.contains(member), recused[member] == nil else {
            throw refusal("join", .noSuchStep)
        }
        present.insert(member)
    }

    /// A member steps aside. Their vote and dissent go with them.
    public mutating func recuse(_ member: UUIDv7, because reason: String) throws(StepRefusal) {
        guard position.status == .called || position.status == .inSession, members.contains(member) else { throw refusal("recuse", .noSuchStep) }
        guard reason.saysSomething else { throw refusal("recuse", .lacks([.reason])) }
        recused[member] = reason
        votes[member] = nil
        dissent[member] = nil
    }

    /// Puts an option on the table. Before the decision only; votes already given stay with their options.
    public mutating func add(_ option: Option) throws(StepRefusal) {
        guard position.status == .called || position.status == .inSession else { throw refusal("add_option", .noSuchStep) }
        options.append(option)
    }

    /// - Throws: for a blank view, or a blank reason why the child was not heard.
    public mutating func hear(_ view: ChildView) throws(StepRefusal) {
        guard position.status == .called || position.status == .inSession else { throw refusal("hear_child", .noSuchStep) }
        switch view {
        case .said(let words), .notHeard(let words): guard words.saysSomething else { throw refusal("hear_child", .lacks([.childView])) }
        }
        childView = view
    }

    /// A member is for an option; the last word of each counts.
    public mutating func vote(_ member: UUIDv7, for option: Int) throws(StepRefusal) {
        guard position.status == .inSession, takingPart.contains(member), options.indices.contains(option) else { throw refusal("vote", .noSuchStep) }
        votes[member] = option
        dissent[member] = nil
    }

    /// A member disagrees with what the others are for, in words that stay with the decision.
    public mutating func dissent(_ member: UUIDv7, saying words: String) throws(StepRefusal) {
        guard position.status == .inSession, takingPart.contains(member) else { throw refusal("dissent", .noSuchStep) }
        guard words.saysSomething else { throw refusal("dissent", .lacks([.reason])) }
        votes[member] = nil
        dissent[member] = words
    }

    private func refusal(_ event: String, _ cause: StepRefusal.Cause) -> StepRefusal {
        StepRefusal(process: PanelStatus.process, from: position.status.rawValue, event: event, cause: cause)
    }
}

extension String {
    var saysSomething: Bool { contains { !$0.isWhitespace } }
}
