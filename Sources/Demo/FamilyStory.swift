import Foundations

extension Story {
    /// A family from the first alert to today: triage, registration, and a case for every child.
    /// `counter` numbers the cases and moves on by the number of children.
    mutating func family(_ family: InventedFamily, day: Int, counter: inout UInt32, numbers: (UInt32) -> String,
                         withConflict: Bool) {
        let alert = context.options.detail == .lean && random.chance(50) ? nil : alert(day: day, step: 0, about: family.children.map {
            AlertedChild(given: $0.givenWritten, family: $0.familyWritten, sex: $0.sex, age: $0.age(on: day))
        }, place: family.place, team: family.team)
        let concern = alert?.concern ?? drawConcern()
        let urgent = alert?.urgent ?? random.chance(18)
        let opened = workday(day + (urgent ? random.below(2) : random.below(4)))

        // Siblings' cases mostly end together.
        let length = 45 + min(Int(-260 * logarithm(1 - random.unit())), 900)
        var plots: [CasePlot] = []
        for child in family.children {
            let ends = opened + length + (random.chance(30) ? random.below(40) : 0)
            let end = min(ends, max(child.comesOfAge, opened + 20))
            plots.append(CasePlot(
                family: family, child: child, dossier: newID(day: opened), record: newID(day: opened), concern: concern, urgent: urgent,
                notification: alert?.id, opened: opened, ends: end < context.options.lastDay ? workday(end) : end,
                number: numbers(counter), withConflict: withConflict && plots.isEmpty))
            counter += 1
        }
        register(family, alert, plots)
        for plot in plots { caseStory(plot) }
        guard let first = plots.first else { return }
        let lastConcern = min(first.ends, context.options.lastDay)
        if random.chance(6), lastConcern - opened > 40 {
            linkedAlert(family, day: workday(opened + 20 + random.below(lastConcern - opened - 30)), dossier: first.dossier)
        }
    }

    /// The triage decision: one save that turns the alert into dossiers, cases and a family profile.
    private mutating func register(_ family: InventedFamily, _ alert: Alert?, _ plots: [CasePlot]) {
        guard let opened = plots.first?.opened else { return }
        let worker = family.worker
        var entries: [DemoEntry] = []
        if let alert {
            let reason = context.assets.texts.draw("registered", worker.language, &random)
            entries.append(alert.shelf.change(.decide, "notification", alert.id, status: "registered", ["decision_reason": .text(reason)]))
            for (notified, plot) in zip(alert.children, plots) {
                entries.append(alert.shelf.change(.amend, "notified_child", notified, ["linked_dossier": .id(plot.dossier), "link_noted_on": .day(opened)]))
            }
        }
        let familyID = newID(day: opened)
        let home = Shelf(scope: DemoScope(kind: .family, id: familyID), dossier: nil, envelope: envelope(family))
        entries.append(home.create("family", familyID, [
            "family_name": .text(family.name.latin[0]), "place": .text(family.place), "address": .text(family.address),
            "caregiver_name": .text(family.caregiver), "caregiver_relation": .text(family.relation),
        ]))
        for plot in plots {
            let shelf = shelf(family, plot.dossier)
            entries.append(shelf.create("child", plot.dossier, childFields(plot.child, family, opened: opened)))
            var member: [String: Value] = ["family": .id(familyID), "role": "child"]
            // Brothers and sisters were asked after on the day they were registered.
            if plots.count > 1 { member.merge(["lives_together": "yes", "confirmed_on": .day(opened)]) { $1 } }
            entries.append(shelf.create("family_member", newID(day: opened), parent: familyID, member))
            var fields: [String: Value] = [
                "case_number": .text(plot.number), "opened_on": .day(opened), "concern": .choices(plot.concern),
                "risk_level": "unassessed", "stage": "registered",
            ]
            if let notification = plot.notification { fields["notification"] = .id(notification) }
            entries.append(shelf.create("case", plot.record, status: "open", fields))
        }
        save(opened, 5, by: worker, entries)
    }

    func envelope(_ family: InventedFamily) -> DemoEnvelope {
        DemoEnvelope(owner: family.worker.id, team: context.staff.teamID(family.team), place: family.place, agency: "social_services")
    }

    func shelf(_ family: InventedFamily, _ dossier: UUIDv7) -> Shelf {
        Shelf(scope: DemoScope(kind: .dossier, id: dossier), dossier: dossier, envelope: envelope(family))
    }

    private mutating func childFields(_ child: InventedChild, _ family: InventedFamily, opened: Int) -> [String: Value] {
        let language = family.worker.language
        let texts = context.assets.texts
        var fields: [String: Value] = [
            "given_name": .text(child.givenWritten), "family_name": .text(child.familyWritten), "sex": .text(child.sex),
            "place": .text(family.place), "address": .text(family.address), "lives_with": .text(family.livesWith),
        ]
        if let other = child.otherScript { fields["name_other_script"] = .text(other) }
        if let other = child.otherNames { fields["other_names"] = .text(other) }
        let birth = CivilDay(daysSinceEpoch: child.birth).description
        switch random.below(10) {
        case 0..<7: fields["birth_date"] = .text(birth); fields["birth_estimated"] = "no"
        case 7..<9: fields["birth_date"] = .text(String(birth.prefix(7))); fields["birth_estimated"] = "no"
        default: fields["birth_date"] = .text(birth.prefix(4) + "~"); fields["birth_estimated"] = "yes"
        }
        if random.chance(40) { fields["national_id"] = .text("000\(random.within(1_000_000...9_999_999))\(random.within(100...999))") }
        if random.chance(70) { fields["language"] = .text(random.pick(["local", "local", "ar", "fr", "en"])) }
        if random.chance(55) { fields["phone"] = .text(phone()) }
        if random.chance(25) { fields["safe_contact"] = .text(texts.draw("safe_contact", language, &random)) }
        if random.chance(6) { fields["contact_restriction"] = .text(texts.draw("contact_restriction", language, &random)) }
        let age = child.age(on: opened)
        if age >= 6, random.chance(80) {
            fields["school"] = .text(context.assets.labels.draw("school", language, given: "", number: min(age - 5, 9), &random))
        }
        if random.chance(70) { fields["disability"] = .text(random.chance(9) ? "yes" : random.chance(10) ? "unknown" : "no") }
        if random.chance(30) { fields["health_summary"] = .text(texts.draw("health", language, girl: child.isGirl, &random)) }
        return fields
    }

    /// A later concern about a child who already has a dossier.
    private mutating func linkedAlert(_ family: InventedFamily, day: Int, dossier: UUIDv7) {
        let child = family.children[0]
        let alert = alert(day: day, step: 1, about: [
            AlertedChild(given: random.spelling(child.given.latin), family: child.familyWritten, sex: child.sex, age: child.age(on: day)),
        ], place: family.place, team: family.team)
        let reason = context.assets.texts.draw("linked", family.worker.language, &random)
        let linked = min(workday(day + random.below(3)), context.options.lastDay)
        save(linked, 6, by: family.worker, [
            alert.shelf.change(.decide, "notification", alert.id, status: "linked", ["decision_reason": .text(reason)]),
            alert.shelf.change(.amend, "notified_child", alert.children[0], ["linked_dossier": .id(dossier), "link_noted_on": .day(linked)]),
        ])
    }
}

/// ln(x) for 0 < x ≤ 1 by its series; the C library's is not the same to the last bit on every machine.
func logarithm(_ x: Double) -> Double {
    var mantissa = max(x, 1e-9)
    var halvings = 0.0
    while mantissa < 0.75 { mantissa *= 2; halvings += 1 }
    let t = (mantissa - 1) / (mantissa + 1)
    let square = t * t
    let series = t * (1 + square * (1.0 / 3 + square * (1.0 / 5 + square * (1.0 / 7 + square / 9))))
    return 2 * series - halvings * 0.693_147_180_559_945_3
}
