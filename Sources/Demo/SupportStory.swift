import Foundations

// Visits, referrals and placements of a case.

extension Story {
    /// Visits at the rhythm the risk asks for. One open case in eight has not been visited for too long; the last
    /// visit of an open case often leaves a promise.
    mutating func visits(_ plot: CasePlot, _ shelf: Shelf, until: Int, closed: Bool, risk: String) {
        let limit = visitLimits[risk] ?? 14
        let forgotten = !closed && random.chance(12)
        let stop = forgotten ? until - limit - random.within(2...20) : until
        var days: [Int] = []
        var day = plot.opened + random.within(1...3)
        while day < stop, days.count < 200 {
            let worked = workday(day)
            if worked > (days.last ?? plot.opened), worked < until { days.append(worked) }
            day += max(5, limit * random.within(60...115) / 100)
        }
        let keep = closed && context.options.detail == .lean ? 1 : context.options.visitsAtMost
        if days.count > keep { days = Array(days.prefix(1)) + days.suffix(keep - 1) }
        var safe = random.within(1...3)
        var promised: UUIDv7?
        for (index, day) in days.enumerated() {
            let isLast = index == days.count - 1
            let seen = isLast && forgotten ? "with_others" : random.pick(["alone", "alone", "with_others", "with_others", "with_others", "no"])
            let visit = newID(day: day)
            var answered: [DemoEntry] = []
            var fields: [String: Value] = [
                "seen_on": .day(day), "seen": .text(seen),
                "observation": .text(context.assets.texts.draw("observation", plot.family.worker.language,
                                                               given: plot.child.givenWritten, girl: plot.child.isGirl, &random)),
            ]
            if seen != "no" {
                safe = min(5, max(1, safe + random.within(-1...2) * (random.chance(60) ? 1 : 0)))
                fields["well_being_safe"] = .text(String(safe))
                if let earlier = promised {
                    // Kept or explained: either way it does not top the next visit any more.
                    fields["promise_kept"] = .yesNo(random.chance(80))
                    answered = [shelf.change(.amend, "visit", earlier, status: "kept", [:])]
                    promised = nil
                }
                if random.chance(isLast ? (closed ? 0 : 30) : 12) {
                    promised = visit
                    fields["promise"] = .text(context.assets.texts.draw("promise", plot.family.worker.language, &random))
                    fields["promise_due_on"] = .day(day + random.within(7...20))
                }
            }
            save(day, 4, by: plot.family.worker, [shelf.create("visit", visit, fields)] + answered)
        }
    }

    mutating func refer(_ plot: CasePlot, _ shelf: Shelf, day: Int, until: Int) {
        let worker = plot.family.worker
        let services = ["health", "psychosocial", "education", "legal", "cash", "disability", "day_care", "tracing"]
        var agreed = false
        for _ in 0..<(context.options.detail == .full && random.chance(25) ? 2 : 1) {
            let id = newID(day: day)
            let refused = random.chance(7)
            let asked = context.staff.single("specialist").id
            if !agreed { consent(plot, shelf, day: day) }
            agreed = true
            save(day, 6, by: worker, [shelf.create("referral", id, status: "requested", owner: asked, [
                "referred_to": .id(asked), "service": .text(random.pick(services)), "requested_on": .day(day), "status": "requested",
                "provider_name": .text(context.assets.labels.draw("provider", worker.language, &random)),
                "shared_note": .text(context.assets.texts.draw("shared_note", worker.language, girl: plot.child.isGirl, &random)),
            ])])
            let answered = workday(day + random.within(2...14))
            guard answered < until, random.chance(90), context.options.detail != .lean else { continue }
            let answer = refused ? "rejected" : "accepted"
            save(answered, 4, by: context.staff.single("specialist"),
                 [shelf.change(.decide, "referral", id, status: answer, ["status": .text(answer)])])
            let finished = workday(answered + random.within(20...120))
            if !refused, finished < until, context.options.detail == .full {
                save(finished, 5, by: worker, [shelf.change(.amend, "referral", id, status: "completed", ["status": "completed"])])
            }
        }
    }

    /// Child and caregiver agree before anything is shared. From dice of its own, so that the rest of the story stays as it was.
    private mutating func consent(_ plot: CasePlot, _ shelf: Shelf, day: Int) {
        let story = random
        random = SplitMix64(seed: random.next(), kind: 0xC0, index: 0)
        save(day, 3, by: plot.family.worker, [shelf.create("consent", newID(day: day), [
            "purpose": .list(["referral", "tracing"]), "asked_on": .day(day), "child_assent": .text(plot.child.age(on: day) < 6 ? "too_young" : "agrees"),
            "caregiver_consent": "given",
        ])])
        random = story
    }

    /// Requested by the worker, decided by the authority: the local one in an emergency, the territorial one otherwise.
    mutating func place(_ plot: CasePlot, _ shelf: Shelf, day: Int, until: Int, closed: Bool) {
        let worker = plot.family.worker
        let emergency = plot.urgent
        let kind = emergency ? "emergency" : random.pick(["kinship", "kinship", "foster", "foster", "small_group_home", "residential"])
        let id = newID(day: day)
        let home = kind == "kinship" || kind == "foster"
            ? plot.family.culture.female[plot.family.culture.femaleTable.draw(&random)].latin[0] + " "
                + plot.family.culture.family[plot.family.culture.familyTable.draw(&random)].latin[0]
            : context.assets.labels.draw("home", worker.language, &random)
        var fields: [String: Value] = [
            "care_kind": .text(kind), "provider_name": .text(home), "decided_by": "undecided",
            "child_view": .text(context.assets.texts.draw("child_view", worker.language, &random)),
        ]
        if kind == "foster" {
            fields["carer_address"] = .text(context.assets.labels.draw("street", worker.language, &random) + " \(random.within(1...90))")
        }
        save(day, 5, by: worker, [shelf.create("placement", id, status: "requested", fields)])
        let decided = workday(day + (emergency ? 0 : random.within(3...15)))
        guard decided < until else { return }
        let authority = emergency ? "guardianship_local" : "guardianship_territorial"
        save(decided, 6, by: context.staff.single(authority), [shelf.change(.decide, "placement", id, status: "active", [
            "decided_by": .text(emergency ? "local_authority" : "territorial_authority"), "start_on": .day(decided),
        ])])
        let ends = workday(decided + (emergency ? random.within(5...30) : random.within(90...500)))
        if ends < until || closed {
            let end = min(ends, until)
            save(end, 7, by: worker, [shelf.change(.amend, "placement", id, status: "ended", ["end_on": .day(end)])])
        }
    }
}
