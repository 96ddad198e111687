/// From the many type names of the language to those the engine knows.
extension FormSheetsBuilder {
    /// Sets the type of the row, and notes what is lost. False when the row is left out.
    mutating func adaptType(_ node: FormNode, _ row: inout [String: String]) -> Bool {
        if let own = row.removeValue(forKey: "cm::type"), Self.own.contains(own) {
            row["type"] = own
            if own == "signature" { row["appearance"] = row["appearance"]?.split(separator: " ").filter { $0 != "signature" }.joined(separator: " ") }
            if row["appearance"]?.isEmpty == true { row["appearance"] = nil }
            return true
        }
        if let select = FormChecker.select(node.row?["type"] ?? "") { return adaptSelect(select, node, &row) }
        let type = node.type
        if let known = Self.canonical[type] {
            row["type"] = known
            if row["constraint"] == nil, let bounds = Self.bounds[type] { row["constraint"] = bounds }
            if type == "range" { adaptRange(node, &row) }
            if row["type"] == "text" { moveMaxlength(node, &row) }
            return true
        }
        switch type {
        case "audit", "osm":
            lose(node, "Questions of the type \(type) are left out.")
            return false
        case "geotrace", "geoshape":
            row["type"] = "text"
            row["parameters"] = nil
            lose(node, "Lines and areas on a map can't be drawn; the question takes a text instead.")
        default:
            row["type"] = "hidden"
            row["parameters"] = nil
            lose(node, "\(type) is not known by the devices used here; the field stays, hidden and empty.")
        }
        return true
    }

    private mutating func lose(_ node: FormNode, _ words: String) { note(.notSupported, node, words) }

    private mutating func adaptSelect(_ select: FormChecker.Select, _ node: FormNode, _ row: inout [String: String]) -> Bool {
        let inForm = hasList(select.list)
        if select.type == .rank {
            row["type"] = "select_multiple " + select.list
            lose(node, "Ranking is not known here; the question takes several answers without an order.")
        } else if !inForm {
            row["type"] = "text"
            row["parameters"] = nil
            row["choice_filter"] = nil
            lose(node, "The answers of \(select.list) are not in the form, so the question takes a text.")
        } else {
            row["type"] = (select.type == .multiple ? "select_multiple " : "select_one ") + select.list + (select.other ? " or_other" : "")
        }
        return true
    }

    private mutating func adaptRange(_ node: FormNode, _ row: inout [String: String]) {
        let start = node.parameters?["start"] ?? "1", end = node.parameters?["end"] ?? "10", step = node.parameters?["step"] ?? "1"
        row["type"] = [start, end, step].contains { $0.contains(".") } ? "decimal" : "integer"
        let low = (Double(start) ?? 1) <= (Double(end) ?? 10) ? (start, end) : (end, start)
        let bounds = ". >= \(low.0) and . <= \(low.1)"
        row["constraint"] = row["constraint"].map { "(\($0)) and \(bounds)" } ?? bounds
        row["parameters"] = nil
        note(.adapted, node, "The slider is asked as a number from \(low.0) to \(low.1).")
    }

    /// pyxform refuses parameters it does not know, so the bound of a text has a column of its own.
    private func moveMaxlength(_ node: FormNode, _ row: inout [String: String]) {
        guard let parameters = node.parameters, let longest = parameters["maxlength"] else { return }
        row["cm::maxlength"] = row["cm::maxlength"] ?? longest
        let rest = parameters.order.filter { $0 != "maxlength" }.map { "\($0)=\(parameters[$0]!)" }.joined(separator: " ")
        row["parameters"] = rest.isEmpty ? nil : rest
    }

    private static let own: Set = ["signature", "calculate"]

    private static let bounds = ["percentage": ". >= 0 and . <= 100", "number of days in last month": ". >= 0 and . <= 31",
                                 "number of days in last six months": ". >= 0 and . <= 183", "number of days in last year": ". >= 0 and . <= 365"]

    static let canonical: [String: String] = {
        var all: [String: String] = [:]
        func add(_ type: String, _ names: String...) { for name in [type] + names { all[name] = type } }
        add("text", "string", "q string", "add text prompt", "phone number")
        add("integer", "int", "q int", "add integer prompt", "percentage", "number of days in last month", "number of days in last six months",
            "number of days in last year", "range")
        add("decimal", "q decimal", "add decimal prompt")
        add("date", "q date", "add date prompt")
        add("time")
        add("dateTime", "datetime", "date time", "q dateTime", "q date time", "add dateTime prompt", "add date time prompt")
        add("note", "q note", "add note prompt")
        add("calculate", "q calculate", "add calculate prompt")
        add("hidden")
        add("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt")
        add("file", "add file prompt")
        add("image", "photo", "q picture", "q image", "add image prompt")
        add("audio", "q audio", "add audio prompt")
        add("video", "q video", "add video prompt")
        add("geopoint", "location", "gps", "q geopoint", "q location", "add location prompt")
        add("barcode", "q barcode", "add barcode prompt")
        add("signature")
        add("start", "start time", "get start time")
        add("end", "end time", "get end time")
        add("today", "get today")
        add("username")
        add("deviceid", "device id", "get device id", "imei")
        return all
    }()
}
