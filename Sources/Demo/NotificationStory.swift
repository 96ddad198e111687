import Foundations

/// Somebody tells the office about a child.
struct Alert {
    let id: UUIDv7
    let concern: [String]
    let urgent: Bool
    let notifierKind: String
    let shelf: Shelf
    /// The notified children in the order of the family.
    let children: [UUIDv7]
}

/// The child as the notifier knows it.
struct AlertedChild {
    let given: String
    let family: String
    let sex: String
    let age: Int
}

private let concernTable = WeightedTable([28, 17, 12, 6, 7, 11, 9, 2, 5, 3])
private let concerns = ["neglect", "physical_violence", "emotional_violence", "sexual_violence", "abandonment", "separated",
                        "child_labour", "trafficking", "child_marriage", "other"]
private let notifierTable = WeightedTable([25, 15, 12, 22, 18, 4, 4])
private let notifiers = ["teacher", "police", "doctor", "community", "family", "child", "other"]
private let channelTable = WeightedTable([20, 30, 40, 10])
private let channels = ["web", "walk_in", "phone", "paper"]
private let acknowledgementLetters = Array("23456789BCDFGHJKMNPQRSTVWXYZ")

extension Story {
    mutating func alert(day: Int, step: Int, about children: [AlertedChild], place: String, team: Int) -> Alert {
        let id = newID(day: day)
        let urgent = random.chance(18)
        let chosen = drawConcern()
        let kind = notifiers[notifierTable.draw(&random)]
        let channel = channels[channelTable.draw(&random)]
        let author = author(of: channel, team: team)
        let language = author.language
        var fields: [String: Value] = [
            "concern": .choices(chosen), "urgent": .yesNo(urgent), "place": .text(place), "notifier_kind": .text(kind),
            "channel": .text(channel), "received_on": .day(day),
            "acknowledgement": .text(acknowledgement()),
            "description": .text(context.assets.texts.draw("description", language, given: children[0].given, girl: children[0].sex == "female", &random)),
        ]
        if random.chance(50) { fields["address_note"] = .text(context.assets.texts.draw("address_note", language, &random)) }
        if kind != "child", random.chance(65) {
            let culture = context.assets.names.cultures[context.assets.names.cultureTable.draw(&random)]
            let given = culture.female[culture.femaleTable.draw(&random)].latin[0]
            fields["notifier_name"] = .text(given + " " + culture.family[culture.familyTable.draw(&random)].latin[0])
            fields["notifier_contact"] = .text(phone())
        }
        let shelf = Shelf(scope: DemoScope(kind: .notification, id: id), dossier: nil,
                          envelope: DemoEnvelope(team: context.staff.teamID(team), place: place, agency: "social_services"))
        var entries = [shelf.create("notification", id, status: "new", fields)]
        var ids: [UUIDv7] = []
        for child in children {
            let record = newID(day: day)
            var fields: [String: Value] = ["sex": .text(child.sex)]
            if random.chance(92) { fields["given_name"] = .text(child.given) }
            if random.chance(85) { fields["family_name"] = .text(child.family) }
            if random.chance(80) { fields["age_years"] = .int(Int64(child.age)) }
            if random.chance(30) { fields["whereabouts"] = .text(context.assets.texts.draw("whereabouts", language, &random)) }
            entries.append(shelf.create("notified_child", record, parent: id, fields))
            ids.append(record)
        }
        save(day, step, by: author, entries)
        return Alert(id: id, concern: chosen, urgent: urgent, notifierKind: kind, shelf: shelf, children: ids)
    }

    /// One concern, or two.
    mutating func drawConcern() -> [String] {
        let first = concerns[concernTable.draw(&random)]
        guard random.chance(35) else { return [first] }
        let second = concerns[concernTable.draw(&random)]
        return second == first ? [first] : [first, second]
    }

    /// `+999`: no country has it.
    mutating func phone() -> String {
        "+999 \(random.within(20...79)) \(random.within(10...99)) \(random.within(10...99)) \(random.within(10...99))"
    }

    private mutating func acknowledgement() -> String {
        String((0..<6).map { _ in acknowledgementLetters[random.below(acknowledgementLetters.count)] })
    }

    private mutating func author(of channel: String, team: Int) -> DemoPerson {
        switch channel {
        case "web": context.staff.single("notifier")
        case "phone": context.staff.single("helpline_operator")
        default: context.staff.worker(team: team, turn: random.below(1_000))
        }
    }

    /// A notification about one child that became no case.
    mutating func looseAlert(day: Int, decided: Bool) {
        let names = context.assets.names
        let culture = names.cultures[names.cultureTable.draw(&random)]
        let (commune, village) = context.assets.places.draw(&random)
        let team = context.staff.team(commune: commune, communes: context.assets.places.communes.count, &random)
        let family = random.spelling(culture.family[culture.familyTable.draw(&random)].latin)
        var children: [AlertedChild] = []
        for _ in 0..<(random.chance(20) ? 2 : 1) {
            let girl = random.chance(50)
            let name = girl ? culture.female[culture.femaleTable.draw(&random)] : culture.male[culture.maleTable.draw(&random)]
            children.append(AlertedChild(given: random.spelling(name.latin), family: family, sex: girl ? "female" : "male",
                                         age: random.below(18)))
        }
        let alert = alert(day: day, step: 0, about: children, place: village.code, team: team)
        guard decided else { return }
        // No child is left alone on one person's word.
        let supervisor = context.staff.supervisor(team: team)
        let reason = context.assets.texts.draw("screened", supervisor.language, &random)
        save(min(workday(day + random.below(4)), context.options.lastDay), 5, by: supervisor,
             [alert.shelf.change(.decide, "notification", alert.id, status: "screened_out", ["decision_reason": .text(reason)])])
    }
}
