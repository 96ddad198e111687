import Foundations

/// What is known about a case before it is told.
struct CasePlot {
    let family: InventedFamily
    let child: InventedChild
    let dossier: UUIDv7
    /// The case's own record.
    let record: UUIDv7
    let concern: [String]
    let urgent: Bool
    /// Nothing for a case that was entered from an old paper file.
    let notification: UUIDv7?
    let opened: Int
    /// The day it ends; beyond the last day of the district: still open.
    let ends: Int
    let number: String
    let withConflict: Bool
}

/// Days between visits that the standard procedure allows, by risk.
let visitLimits = ["high": 14, "medium": 30, "low": 60]

extension Story {
    /// The case after its opening, in the order of its milestones: assessment, plan, services and placement beside the
    /// visits, a review, the end. Whatever would lie after the last day has not happened yet.
    mutating func caseStory(_ plot: CasePlot) {
        let last = context.options.lastDay
        let closed = plot.ends < last
        let until = closed ? plot.ends : last
        let shelf = shelf(plot.family, plot.dossier)
        let worker = plot.family.worker
        let record = plot.record
        let assessed = workday(plot.opened + random.within(plot.urgent ? 1...3 : 2...9))
        var risk = "unassessed"
        if assessed < until {
            risk = plot.urgent || random.chance(12) ? "high" : random.chance(55) ? "medium" : "low"
            assess(plot, shelf, record, day: assessed, risk: risk, stage: "assessed")
        }
        let planned = workday(assessed + random.within(7...21))
        if planned < until { plan(plot, shelf, record, day: planned, until: until, closed: closed) }

        let support = workday(planned + random.within(3...20))
        var placed = false
        if support < until {
            placed = random.chance(risk == "high" ? 35 : 9)
            if placed { place(plot, shelf, day: support, until: until, closed: closed) }
            if random.chance(context.options.detail == .lean ? 35 : placed ? 50 : 100) { refer(plot, shelf, day: support, until: until) }
            save(support, 7, by: worker, [shelf.change(.amend, "case", record, ["stage": "implemented"])])
        } else if planned < until, context.options.detail != .full {
            save(planned, 7, by: worker, [shelf.change(.amend, "case", record, ["stage": "planned"])])
        }
        var review = until
        if context.options.detail != .lean, support < until - 95, random.chance(60) {
            review = workday(support + random.within(70...90))
            let lower = ["high": "medium", "medium": "low", "low": "low"][risk] ?? risk
            risk = random.chance(65) ? lower : risk
            assess(plot, shelf, record, day: review, risk: risk, stage: "reviewed")
        }
        visits(plot, shelf, until: until, closed: closed, risk: risk)
        if context.options.detail != .lean, random.chance(context.options.detail == .full ? 60 : 30), plot.opened + 4 < until {
            note(plot, shelf, day: workday(plot.opened + random.within(2...max(3, until - plot.opened - 2))), until: until)
        }
        if closed { close(plot, shelf, record, placed: placed) }
        if plot.withConflict, !closed, until - plot.opened > 10 { conflict(plot, shelf, record, risk: risk, day: last) }
    }

    private mutating func assess(_ plot: CasePlot, _ shelf: Shelf, _ record: UUIDv7, day: Int, risk: String, stage: String) {
        let worker = plot.family.worker
        let score = ["high": 8...15, "medium": 4...7, "low": 0...3][risk].map { random.within($0) } ?? 0
        save(day, 2, by: worker, [
            shelf.create("risk_assessment", newID(day: day), [
                "assessed_on": .day(day), "score": .int(Int64(score)), "suggested_level": .text(risk), "risk_level": .text(risk),
                "reason": .text(context.assets.texts.draw("risk_reason", worker.language, given: plot.child.givenWritten, girl: plot.child.isGirl, &random)),
            ].merging(Story.answers(score: score)) { _, new in new }),
            shelf.change(.amend, "case", record, ["risk_level": .text(risk), "stage": .text(stage)]),
        ])
    }

    /// Answers that add up to this score by the form's own calculation; what is not answered counts nothing, and where nothing
    /// is answered the form proposes nothing.
    private static func answers(score: Int) -> [String: Value] {
        var answers: [String: Value] = ["immediate_danger": "no"]
        var left = score
        for (question, weight) in [("repeated", 2), ("carer_unable", 2), ("basic_needs", 2), ("serious_harm", 3), ("harmful_access", 2), ("self_harm", 3), ("vulnerable", 1)] where left > 0 {
            answers[question] = left >= weight ? "yes" : "partly"
            left -= left >= weight ? weight : 1
        }
        return answers
    }

    private mutating func plan(_ plot: CasePlot, _ shelf: Shelf, _ record: UUIDv7, day: Int, until: Int, closed: Bool) {
        let worker = plot.family.worker
        let actions = ["home_support", "parenting", "cash_support", "school_return", "health_care", "psychosocial", "legal_help", "safety_plan"]
        var entries: [DemoEntry] = []
        var approvals: [DemoEntry] = []
        let detail = context.options.detail
        let approved = workday(day + random.below(6))
        for _ in 0..<(detail == .full ? random.within(1...3) : 1) {
            let id = newID(day: day)
            // Nothing stays open in a case that ended; in an open one every fifth action is overdue.
            let wished = day + random.within(10...120)
            let due = closed ? min(wished, until - 1) : wished
            let settled = due < until && (closed || random.chance(80))
            let end = random.chance(85) ? "done" : "cancelled"
            let now = detail != .full && settled ? end : due < until || random.chance(50) ? "planned" : "under_way"
            entries.append(shelf.create("care_plan", id, status: "proposed", [
                "goal": .text(context.assets.texts.draw("goal", worker.language, given: plot.child.givenWritten, girl: plot.child.isGirl, &random)),
                "action": .text(random.pick(actions)), "due_on": .day(due), "status": .text(now),
                "responsible": .text(context.assets.texts.draw("responsible", worker.language, &random)),
            ]))
            if approved < until, detail == .full { approvals.append(shelf.change(.decide, "care_plan", id, status: "approved", [:])) }
            if settled, detail == .full {
                save(min(workday(due), until), 8, by: worker, [shelf.change(.amend, "care_plan", id, ["status": .text(end)])])
            }
        }
        if detail == .full { entries.append(shelf.change(.amend, "case", record, ["stage": "planned"])) }
        save(day, 3, by: worker, entries)
        if !approvals.isEmpty { save(approved, 5, by: context.staff.supervisor(team: plot.family.team), approvals) }
    }

    private mutating func note(_ plot: CasePlot, _ shelf: Shelf, day: Int, until: Int) {
        guard day <= until else { return }
        let worker = plot.family.worker
        save(day, 7, by: worker, [shelf.create("note", newID(day: day), [
            "noted_on": .day(day), "topic": .text(random.pick(["call", "meeting", "school", "health", "family", "police_court"])),
            "text": .text(context.assets.texts.draw("note", worker.language, given: plot.child.givenWritten, girl: plot.child.isGirl, &random)),
        ])])
    }

    private mutating func close(_ plot: CasePlot, _ shelf: Shelf, _ record: UUIDv7, placed: Bool) {
        let worker = plot.family.worker
        let day = plot.ends
        let outcome = day >= plot.child.comesOfAge ? "turned_18" : placed && random.chance(60)
            ? random.pick(["permanent_care", "reunified", "reunified"])
            : random.pick(["goals_met", "goals_met", "goals_met", "reunified", "moved_away", "lost_contact", "not_confirmed"])
        let closure = newID(day: day)
        let monitored = outcome == "goals_met" || outcome == "reunified"
        save(day, 8, by: worker, [
            shelf.create("closure", closure, status: "requested", [
                "closed_on": .day(day), "outcome": .text(outcome),
                "reason": .text(context.assets.texts.draw("closure_reason", worker.language, given: plot.child.givenWritten, girl: plot.child.isGirl, &random)),
            ]),
        ])
        // The case goes on until the authority has verified its closure.
        let verified = workday(day + random.within(2...10)), monitoringEnds = workday(verified + 90)
        guard verified <= context.options.lastDay else { return }
        save(verified, 5, by: context.staff.single("guardianship_territorial"), [shelf.change(.decide, "closure", closure, status: "verified", [:])])
        save(verified, 8, by: worker, [
            shelf.change(.close, "case", record, status: monitored ? "monitoring" : "closed", [
                "closed_on": .day(verified), "outcome": .text(outcome), "stage": monitored ? "monitored" : "closed",
            ]),
        ])
        if monitored, monitoringEnds < context.options.lastDay {
            save(monitoringEnds, 6, by: worker, [shelf.change(.amend, "case", record, status: "closed", ["stage": "closed"])])
        }
    }

    /// Two people changed the same field, the second without having seen the first: the journal keeps both and opens
    /// a task.
    private mutating func conflict(_ plot: CasePlot, _ shelf: Shelf, _ record: UUIDv7, risk: String, day: Int) {
        let supervisor = context.staff.supervisor(team: plot.family.team)
        let onRisk = risk == "low" || risk == "medium"
        let form = onRisk ? "case" : "child"
        let target = onRisk ? record : plot.dossier
        let field = onRisk ? "risk_level" : "phone"
        let values: [Value] = onRisk ? ["high", risk == "low" ? "medium" : "low"] : [.text(phone()), .text(phone())]
        save(day, 8, by: plot.family.worker, [shelf.change(.amend, form, target, [field: values[0]])])
        save(day, 9, by: supervisor, [shelf.change(.amend, form, target, unaware: true, [field: values[1]])])
    }
}
