extension FormChecker {
    /// Notes parameters that a type does not have.
    func accept(_ known: Set<String>, _ parameters: Parameters, _ row: SheetTable.Row) {
        guard let survey else { return }
        for key in parameters.order where !known.contains(key) {
            note(.unknownParameter, survey.place(row, "parameters"),
                 known.isEmpty ? "This type has no parameters; \(key) is not known." : "\(key) is no parameter of this type; it has \(known.sorted().joined(separator: ", ")).",
                 near(key, in: known))
        }
    }

    private func bad(_ row: SheetTable.Row, _ words: String, _ suggestion: String? = nil) {
        guard let survey else { return }
        note(.badParameter, survey.place(row, "parameters"), words, suggestion)
    }

    func checkParameters(_ node: FormNode, _ row: SheetTable.Row, _ parameters: Parameters) {
        switch node.type {
        case "range": checkRange(node, row, parameters)
        case "text":
            // maxlength is ours: pyxform has no bound for a text.
            accept(["rows", "maxlength"], parameters, row)
            for key in ["rows", "maxlength"] {
                if let text = parameters[key], Int(text) == nil { bad(row, "\(key) must be a whole number.") }
            }
        case "photo": checkPhoto(row, parameters)
        case "audio", "background-audio":
            accept(["quality"], parameters, row)
            let known = node.type == "audio" ? ["voice-only", "low", "normal", "external"] : ["voice-only", "low", "normal"]
            if let quality = parameters["quality"], !known.contains(quality) {
                bad(row, "quality must be one of \(known.joined(separator: ", ")).", near(quality, in: known))
            }
        case "geopoint", "geoshape", "geotrace": checkGeometry(node, row, parameters)
        case "background-geopoint":
            guard let survey else { return }
            if row["trigger"] == nil {
                note(.trigger, Place(sheet: "survey", row: row.number, column: survey.header("trigger")?.title ?? "trigger"), "A background-geopoint needs a trigger.")
            }
            if row["bind::calculate"] != nil { note(.badValue, survey.place(row, "bind::calculate"), "A background-geopoint has no calculation.") }
        default: break
        }
    }

    private func checkPhoto(_ row: SheetTable.Row, _ parameters: Parameters) {
        accept(["app", "max-pixels"], parameters, row)
        if let pixels = parameters["max-pixels"], Int(pixels) == nil { bad(row, "max-pixels must be a whole number.", "max-pixels=1024") }
        let appearance = row["control::appearance"]
        guard let app = parameters["app"], appearance == nil || appearance == "annotate" else { return }
        let parts = app.split(separator: ".", omittingEmptySubsequences: false)
        let fine = parts.count > 1 && parts.allSatisfy { part in
            guard let first = part.unicodeScalars.first, first != "_", !("0"..."9").contains(first) else { return false }
            return part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        }
        if !fine { bad(row, "app must be the name of an Android package, such as org.example.app: parts of letters, digits and _ between full stops.") }
    }

    private func checkGeometry(_ node: FormNode, _ row: SheetTable.Row, _ parameters: Parameters) {
        let point = node.type == "geopoint"
        accept(point ? ["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"]
            : ["allow-mock-accuracy", "incremental", "reference-geometry"], parameters, row)
        if point {
            for key in ["capture-accuracy", "warning-accuracy"] {
                if let text = parameters[key], Double(text) == nil { bad(row, "\(key) must be a number.", key + "=5") }
            }
        } else if let incremental = parameters["incremental"], Words.yesNo(incremental) != true {
            bad(row, "incremental can only be true.", "incremental=true")
        }
        if let mock = parameters["allow-mock-accuracy"], mock != "true", mock != "false" {
            bad(row, "allow-mock-accuracy must be true or false.", "allow-mock-accuracy=true")
        }
        if let target = parameters["reference-geometry"] {
            node.itemset = target
            geometryReferences.append((target, row))
        }
    }

    func checkAudit(_ row: SheetTable.Row, _ parameters: Parameters) {
        guard let survey else { return }
        if let name = row["name"], name != "audit" {
            note(.badName, survey.place(row, "name"), "The audit question must be named audit, or have no name.", "audit")
        }
        elementsOfMeta += 1
        if elementsOfMeta > 1 { note(.repeatedName, survey.place(row, "type"), "A form has one audit question only.", "Delete this row.") }
        let place = ["location-priority", "location-min-interval", "location-max-age"]
        accept(Set(place + ["identify-user", "track-changes", "track-changes-reasons"]), parameters, row)
        for key in ["track-changes", "identify-user"] {
            if let value = parameters[key], value != "true", value != "false" { bad(row, "\(key) must be true or false.", key + "=true") }
        }
        if let reasons = parameters["track-changes-reasons"], reasons != "on-form-edit" {
            bad(row, "track-changes-reasons must be on-form-edit.", "track-changes-reasons=on-form-edit")
        }
        let given = place.filter { parameters[$0] != nil }
        guard !given.isEmpty else { return }
        guard given.count == 3 else {
            return bad(row, "Where the audit notes places, location-priority, location-min-interval and location-max-age must all be there.")
        }
        let priorities = ["no-power", "low-power", "balanced", "high-accuracy"]
        if !priorities.contains(parameters[place[0]]!) { bad(row, "location-priority must be one of \(priorities.joined(separator: ", ")).") }
        let interval = Int(parameters[place[1]]!), age = Int(parameters[place[2]]!)
        if interval == nil || interval! < 0 { bad(row, "location-min-interval must be a whole number, zero or more.") }
        if age == nil || age! < 0 { bad(row, "location-max-age must be a whole number, zero or more.") }
        if let interval, let age, age < interval { bad(row, "location-max-age must not be less than location-min-interval.") }
    }

    private func checkRange(_ node: FormNode, _ row: SheetTable.Row, _ parameters: Parameters) {
        accept(["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"], parameters, row)
        let appearance = row["control::appearance"] ?? ""
        let marks = ["tick_interval", "placeholder", "tick_labelset"]
        if !appearance.isEmpty, !appearance.contains("vertical"), !appearance.contains("no-ticks"), marks.contains(where: { parameters[$0] != nil }) {
            bad(row, "\(marks.joined(separator: ", ")) work only with the appearances vertical and no-ticks, or with none.")
        }
        var numbers: [String: ExactDecimal] = [:]
        for (key, usual) in [("start", "1"), ("end", "10"), ("step", "1"), ("tick_interval", nil), ("placeholder", nil)] as [(String, String?)] {
            guard let text = parameters[key] ?? usual else { continue }
            if let number = ExactDecimal(text) { numbers[key] = number } else { bad(row, "\(key) must be a number.") }
        }
        node.itemset = parameters["tick_labelset"]
        guard let start = numbers["start"], let end = numbers["end"], let step = numbers["step"] else { return }
        let width = (end - start).magnitude
        let low = start < end ? start : end, high = start < end ? end : start
        for key in ["step", "tick_interval"] {
            guard let number = numbers[key] else { continue }
            if number.isZero { bad(row, "\(key) must not be zero.") }
            if number > width { bad(row, "\(key) must not be larger than the way from start to end.") }
        }
        if step.isZero { return }
        if let tick = numbers["tick_interval"], !tick.isMultiple(of: step) { bad(row, "tick_interval must be a multiple of step.") }
        if let placeholder = numbers["placeholder"] {
            if !(placeholder - start).isMultiple(of: step) { bad(row, "placeholder must lie on a step.") }
            if placeholder < low || placeholder > high { bad(row, "placeholder must lie between start and end.") }
        }
        guard let labels = parameters["tick_labelset"] else { return }
        guard let choices = lists[labels] else {
            return bad(row, "tick_labelset must be a list of the sheet choices.", near(labels, in: lists.keys))
        }
        let bare = appearance.contains("no-ticks")
        var distinct: [ExactDecimal] = []
        for choice in choices {
            guard let number = ExactDecimal(choice.name) else { return bad(row, "The choices of tick_labelset must be numbers; \(choice.name) is none.") }
            if number < low || number > high { bad(row, "The choices of tick_labelset must lie between start and end; \(choice.name) does not.") }
            if let tick = numbers["tick_interval"], !tick.isZero {
                if !(number - start).isMultiple(of: tick) { bad(row, "The choices of tick_labelset must lie on a tick_interval; \(choice.name) does not.") }
            }
            if !(number - start).isMultiple(of: step) { bad(row, "The choices of tick_labelset must lie on a step; \(choice.name) does not.") }
            if !distinct.contains(number) { distinct.append(number) }
        }
        if bare, distinct.count != 2 || !distinct.contains(start) || !distinct.contains(end) {
            bad(row, "With no-ticks, tick_labelset may only name start and end.")
        }
    }
}
