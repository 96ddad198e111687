/// What can only be judged once the whole form is read.
extension FormChecker {
    func checkTree() {
        checkTriggerTargets()
        checkGeometryTargets()
        if Words.yesNo(settings["omit_instanceID"]) != true { elementNames["instanceID", default: 0] += 1 }
        checkEntityPlaces()
        expandLoops(root)
        checkNames(root)
        var repeats: Set<String> = []
        root.walk { node in
            if node.kind == .repeats, !repeats.insert(node.name).inserted, elementNames[node.name] == 1 {
                note(.repeatedName, place(node), "The repeat \(node.name) stands in a loop, so it would be there more than once.")
            }
            checkShown(node)
        }
        checkExternalInstances()
        checkSearch()
    }

    func place(_ node: FormNode, _ path: String = "name") -> Place {
        guard let survey else { return Place(sheet: "survey") }
        var near: FormNode? = node
        while let one = near, one.row == nil { near = one.parent }
        guard let row = near?.row else { return Place(sheet: "survey") }
        return survey.place(row, path)
    }

    private func checkTriggerTargets() {
        guard let survey else { return }
        for (name, row) in triggers where elementNames[name, default: 0] > 1 && questionNames.contains(name) {
            note(.ambiguousReference, survey.place(row, "trigger"), "More than one element of the form is named \(name).", "Rename one of them.")
        }
        for (name, row) in triggers where !questionNames.contains(name) {
            note(.unknownReference, survey.place(row, "trigger"), "There is no question named \(name).", near(name, in: questionNames).map { "${\($0)}" })
        }
    }

    func checkTrigger(_ row: SheetTable.Row) {
        guard let survey, let text = row["trigger"] else { return }
        let place = survey.place(row, "trigger")
        guard Reference.mayOccur(text) else {
            return note(.badReference, place, "A trigger names questions as ${name}.", Words.isName(text) ? "${\(text)}" : nil)
        }
        for part in Words.split(text, at: ",") {
            do {
                for reference in try Reference.all(part, limit: 1) { triggers.append((reference.name, row)) }
            } catch {
                switch error {
                case .malformed: return note(.badReference, place, "A reference must begin with ${, name a question and end with }.")
                case .tooMany: return note(.trigger, place, "Several triggers must have commas between them.", part.replacing("} ${", with: "}, ${"))
                }
            }
        }
    }

    private func checkGeometryTargets() {
        guard let survey else { return }
        for (target, row) in geometryReferences {
            if secondaryInstances.contains(target) || lists[target] != nil || entities.contains(where: { $0.name == target }) { continue }
            if let reference = Reference.only(target), repeatNames.contains(reference.name) { continue }
            note(.badParameter, survey.place(row, "parameters"),
                 "reference-geometry must be a list of the choices or entities, the name of an attached file without its ending, or ${a repeat}.",
                 near(target, in: lists.keys))
        }
    }

    /// Each turn of a loop is a group of its own. Returns how many elements stand below.
    @discardableResult
    private func expandLoops(_ node: FormNode) -> Int {
        let size = node.children.reduce(1) { $0 + expandLoops($1) }
        guard node.kind == .loop, let list = node.itemset, let choices = lists[list] else { return size }
        // Loops within loops multiply.
        guard size * choices.count <= 20_000 else {
            note(.tooLarge, place(node, "type"), "This loop would make more than 20,000 questions.")
            return size
        }
        let pattern = node.children
        node.children = []
        var seen: Set<String> = []
        for choice in choices where choice.name != "none" && seen.insert(choice.name).inserted {
            if !Words.isName(choice.name), let choicesTable {
                note(.badName, choicesTable.place(choice.row, "name"), "A loop makes a group of each choice, so the choice's name must be a proper name.", Words.madeName(choice.name))
            }
            let turn = FormNode(.group, name: choice.name)
            for child in pattern { turn.add(child.copied()) }
            node.add(turn)
        }
        return size * max(1, node.children.count)
    }

    /// Names that elements got by themselves may meet names of rows.
    private func checkNames(_ section: FormNode) {
        var rows: [String: FormNode] = [:]
        for child in section.children {
            if let other = rows.updateValue(child, forKey: child.name), child.row == nil || other.row == nil {
                note(.repeatedName, place(child.row == nil ? other : child),
                     "\(child.name) is also the name of a question that the form makes by itself in this group.", child.name + "_1")
            }
        }
        for child in section.children where child.isSection { checkNames(child) }
    }

    /// Questions that people see need something to read.
    private func checkShown(_ node: FormNode) {
        guard node.kind == .question, let row = node.row, let survey else { return }
        let control = Vocabulary.types[node.type] ?? .none
        let labelled = node.has("label") || node.has("hint") || Vocabulary.hinted.contains(node.type)
        let computed = node.type == "calculate" || ((node["bind::calculate"] != nil || node["trigger"] != nil) && !labelled)
        if computed {
            for (name, other) in triggers where name == node.name && other["type"] != "background-geopoint" {
                note(.trigger, survey.place(other, "trigger"),
                     "\(node.name) is not shown to anybody, so it can't be a trigger.", "Give \(node.name) a label, or use another question.")
            }
            return
        }
        guard control != .none || node.type == "signature" else { return }
        let media = row.values.keys.filter { $0.hasPrefix("media::") }
        if control == .select, node.itemset == nil, row["itemset"] == nil, row["list_name"] == nil, !Vocabulary.selects.contains(where: { $0.command == row["type"] }) {
            note(.missingList, survey.place(row, "type"), "\(row["type"] ?? "This select") must be followed by the name of a choice list.", "select_one LIST")
        }
        if !labelled, media.isEmpty, row["control::appearance"] != "label", !options.repairs.contains(.missingLabels) {
            let place = Place(sheet: "survey", row: row.number, column: survey.header("label")?.title ?? "label",
                              letter: survey.header("label").map { survey.place($0).letter } ?? "")
            note(.missingLabel, place, "The question \(node.name) has no label and no hint.", Words.readable(node.name))
        }
        for key in media {
            let kind = Words.split(key, at: "::")[1]
            guard !["image", "big-image", "audio", "video"].contains(kind) else { continue }
            note(.media, survey.place(row, row.values[key]!), "\(kind) is no medium; there are image, big-image, audio and video.", near(kind, in: ["image", "audio", "video"]))
        }
        if media.contains(where: { $0.hasPrefix("media::big-image") }), !media.contains(where: { $0 == "media::image" || $0.hasPrefix("media::image::") }) {
            note(.media, survey.place(row, row.values[media.first { $0.hasPrefix("media::big-image") }!]!), "A big-image needs an image as well.")
        }
        if control == .select, let type = row["bind::type"], type != "string", type != "odk:rank" {
            note(.badValue, survey.place(row, "bind::type"), "The type of a select can't be changed.")
        }
    }

    /// search() reads a file at hand; a list used that way can't serve other questions.
    private func checkSearch() {
        var searching: [(FormNode, String?)] = [], plain: [(FormNode, String?)] = []
        root.walk { node in
            guard Vocabulary.types[node.type] == .select, node.row != nil else { return }
            guard let appearance = node["control::appearance"], appearance.utf8.count > 7, let open = appearance.firstRange(of: "search("),
                  appearance[open.upperBound...].contains(")") else { return plain.append((node, node.listName)) }
            if let itemset = node.itemset, Vocabulary.fileEndings.contains(Words.extensionSplit(itemset).ending) {
                note(.search, place(node, "control::appearance"), "search() can't be used with a select from a file.", "Use select_one with a list of the choices.")
            }
            searching.append((node, node.listName))
        }
        for (node, list) in searching {
            let others = plain.filter { $0.1 == list }.map(\.0.name)
            guard !others.isEmpty else { continue }
            note(.search, place(node, "control::appearance"),
                 "The list \(list ?? "") is used with search() here and without it by \(others.joined(separator: ", ")).", "Give this question a list of its own.")
        }
    }
}

extension Words {
    /// `first_name` → `First name`.
    static func readable(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
