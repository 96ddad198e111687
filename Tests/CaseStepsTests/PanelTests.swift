import CaseSteps
import Foundations
import Testing

@Suite struct PanelTests {
    private let members = (1...5).map { UUIDv7.make(at: Int64($0)) }
    private let chair: Set<StepFunction> = [.chairsPanel]
    private let now = WallTime(millis: 1_000)

    private func panel() -> Panel { Panel(members: Set(members), quorum: 3, calledAt: WallTime(millis: 0)) }

    private func options() -> [Panel.Option] {
        [Panel.Option(title: "Stay with the aunt", speaksFor: "Same school", speaksAgainst: "Little room",
                      actions: [Panel.Action(code: "kinship_support", responsible: "Case worker", due: CivilDay("2026-12-01")!)]),
         Panel.Option(title: "Foster family", speaksFor: "Room", speaksAgainst: "Another school")]
    }

    private func cause(_ body: () throws(StepRefusal) -> Void) -> StepRefusal.Cause? {
        do { try body(); return nil } catch { return error.cause }
    }

    @Test func fromTheCallToADecisionWithDissent() throws {
        var panel = panel()
        #expect(cause { () throws(StepRefusal) in try panel.take(.open, by: chair, at: now) } == .lacks([.quorum]))
        for member in members.prefix(4) { try panel.join(member) }
        // An uncle steps aside: the others are just enough.
        try panel.recuse(members[3], because: "The child’s uncle")
        #expect(cause { () throws(StepRefusal) in try panel.join(members[3]) } == .noSuchStep)
        #expect(cause { () throws(StepRefusal) in try panel.recuse(members[0], because: " ") } == .lacks([.reason]))
        try panel.take(.open, by: chair, at: now)
        #expect(cause { () throws(StepRefusal) in try panel.take(.decide, by: [.approves], at: now) } == .notYours([.chairsPanel]))
        #expect(cause { () throws(StepRefusal) in try panel.take(.decide, by: chair, at: now) } == .lacks([.options, .childView, .majority, .reason]))
        for option in options() { try panel.add(option) }
        #expect(cause { () throws(StepRefusal) in try panel.hear(.said("")) } == .lacks([.childView]))
        try panel.hear(.said("I want to stay with my aunt."))
        try panel.vote(members[0], for: 0)
        #expect(cause { () throws(StepRefusal) in try panel.vote(members[3], for: 0) } == .noSuchStep)
        #expect(cause { () throws(StepRefusal) in try panel.vote(members[1], for: 2) } == .noSuchStep)
        #expect(cause { () throws(StepRefusal) in try panel.take(.decide, reason: "Close to school", by: chair, at: now) } == .lacks([.majority]))
        try panel.vote(members[1], for: 0)
        try panel.dissent(members[2], saying: "The flat is too small.")
        try panel.take(.decide, reason: "Close to school, and what the child wants", by: chair, at: now)
        let decision = try #require(panel.decision)
        #expect(panel.position.status == .decided && decision.option.title == "Stay with the aunt" && decision.on == now)
        #expect(decision.option.actions.map(\.code) == ["kinship_support"] && decision.dissent == [members[2]: "The flat is too small."])
        // Nothing of it can be changed afterwards; new facts call the panel again, and everybody says so anew.
        #expect(cause { () throws(StepRefusal) in try panel.vote(members[2], for: 1) } == .noSuchStep)
        #expect(cause { () throws(StepRefusal) in try panel.add(options()[0]) } == .noSuchStep)
        try panel.take(.reconvene, reason: "The aunt is ill", by: chair, at: now)
        #expect(panel.decision == decision && panel.votes.isEmpty && panel.dissent.isEmpty && panel.childView == nil && panel.takingPart.isEmpty)
        #expect(panel.recused[members[3]] != nil)
    }

    @Test func whoStepsAsideTakesTheQuorumWithThem() throws {
        var panel = panel()
        for member in members.prefix(3) { try panel.join(member) }
        try panel.take(.open, by: chair, at: now)
        for option in options() { try panel.add(option) }
        try panel.hear(.notHeard(why: "Ten days old"))
        for member in members.prefix(3) { try panel.vote(member, for: 1) }
        try panel.recuse(members[2], because: "Knows the foster family")
        #expect(panel.votes.count == 2)
        #expect(cause { () throws(StepRefusal) in try panel.take(.decide, reason: "Room", by: chair, at: now) } == .lacks([.quorum]))
        try panel.take(.postpone, reason: "Too few", by: chair, at: now)
        #expect(panel.position.status == .called)
    }

    @Test func aQuorumThatCannotBeIsMoreThanHalf() {
        for quorum in [nil, 0, -1, 6] { #expect(Panel(members: Set(members), quorum: quorum, calledAt: now).quorum == 3) }
        #expect(Panel(members: Set(members), quorum: 5, calledAt: now).quorum == 5)
        // Nobody called: never a quorum.
        #expect(!Panel(members: [], calledAt: now).facts.contains(.quorum))
    }
}
