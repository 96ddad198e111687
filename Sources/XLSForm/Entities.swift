/// The way from the form to a group or repeat.
struct ContainerPath: Hashable {
    struct Node: Hashable {
        let name: String
        /// Nothing for the form itself.
        let kind: Vocabulary.GroupKind?
    }

    let nodes: [Node]

    init(_ nodes: some Sequence<Node>) { self.nodes = Array(nodes) }

    static let root = ContainerPath([Node(name: "survey", kind: nil)])

    private func isBoundary(_ node: Node) -> Bool { node.kind == .repeats || (node.kind == nil && node.name == "survey") }

    /// The innermost repeat around it, or the form.
    var scope: ContainerPath {
        for index in nodes.indices.reversed() where isBoundary(nodes[index]) { return ContainerPath(nodes[...index]) }
        return .root
    }

    var repeatDepth: Int { nodes.dropFirst().count { $0.kind == .repeats } }

    /// Groups between it and its scope.
    var groupDepth: Int { nodes.reversed().prefix { !isBoundary($0) }.count }

    var text: String { "/" + nodes.map(\.name).joined(separator: "/") }
}

/// A row of the sheet entities: a list of things (people, places) that submissions create or change.
struct EntityDeclaration {
    let name: String
    let row: SheetTable.Row
    var variables: [String] = []
}

/// Where an entity's properties and references stand in the survey.
struct EntityUses {
    struct Use {
        let path: ContainerPath
        let row: SheetTable.Row
        let property: String?
        let question: String
    }

    var uses: [Use] = []
}

extension FormChecker {
    func readEntities() {
        guard let table = entitiesTable, !table.rows.isEmpty else { return }
        let known = ["dataset", "entity_id", "create_if", "update_if", "repeat", "label"]
        for header in table.headers where !known.contains(header.path.joined(separator: "::")) {
            let used = table.rows.contains { $0.values[header.path.joined(separator: "::")] != nil }
            if used { note(.unknownHeader, table.place(header), "The sheet entities has no column \(header.title).", near(header.path[0], in: ["list_name"] + known)) }
        }
        for row in table.rows { readEntity(row, table) }
    }

    private func readEntity(_ row: SheetTable.Row, _ table: SheetTable) {
        let id = row["entity_id"], create = row["create_if"], update = row["update_if"], label = row["label"]
        let column = table.header("dataset")?.title ?? "list_name"
        guard let name = row["dataset"] else {
            return note(.missingName, Place(sheet: "entities", row: row.number, column: column), "This entity has no list_name.")
        }
        let place = table.place(row, "dataset")
        if name.hasPrefix("__") {
            note(.badName, place, "Entity names must not begin with two underscores.", String(name.drop { $0 == "_" }))
        } else if name.contains(".") {
            note(.badName, place, "Entity names must not contain a full stop.", name.replacing(".", with: "_"))
        } else if !Words.isName(name) {
            note(.badName, place, "Entity names begin with a letter and contain only letters, digits, _ and -.", Words.madeName(name))
        }
        if id == nil, update != nil {
            note(.entity, table.place(row, "update_if"), "An entity that is updated needs an entity_id.", "Use create_if instead to create only.")
        } else if id != nil, create != nil, update == nil {
            note(.entity, table.place(row, "create_if"), "With entity_id and create_if there must be an update_if too.")
        } else if id == nil, label == nil {
            note(.entity, Place(sheet: "entities", row: row.number, column: table.header("label")?.title ?? "label"), "An entity that is created needs a label.")
        }
        if entities.contains(where: { $0.name == name }) {
            return note(.repeatedName, place, "The entity list \(name) is declared twice.")
        }
        var declaration = EntityDeclaration(name: name, row: row)
        for text in [id, create, update, label] {
            for reference in ((try? Reference.all(text ?? "")) ?? []) where !declaration.variables.contains(reference.name) {
                declaration.variables.append(reference.name)
            }
        }
        entities.append(declaration)
    }

    private func use(_ entity: String, _ use: EntityUses.Use) {
        if entityUses[entity] == nil { entityUseOrder.append(entity) }
        entityUses[entity, default: EntityUses()].uses.append(use)
    }

    func checkSaveTo(_ row: SheetTable.Row, name: String, path: ContainerPath, isContainer: Bool) {
        if let value = row.values["bind::entities:saveto"] { readSaveTo(value, row, name, path, isContainer) }
        for entity in entities where entity.variables.contains(name) && !name.isEmpty {
            use(entity.name, EntityUses.Use(path: path, row: row, property: nil, question: name))
        }
    }

    private func readSaveTo(_ value: SheetTable.Value, _ row: SheetTable.Row, _ name: String, _ path: ContainerPath, _ isContainer: Bool) {
        guard let survey else { return }
        let place = survey.place(row, value)
        guard !entities.isEmpty else {
            return note(.saveTo, place, "save_to needs a sheet entities that declares an entity.")
        }
        let parts = Words.split(value.text, at: "#")
        guard parts.count <= 2 else { return note(.saveTo, place, "save_to must contain at most one #.") }
        if parts.count == 1, entities.count > 1 {
            return note(.saveTo, place, "With more than one entity, save_to must name the list: list#property.", entities[0].name + "#" + value.text)
        }
        let entity = parts.count == 2 ? parts[0] : entities[0].name
        let property = parts.last!
        guard entities.contains(where: { $0.name == entity }) else {
            return note(.saveTo, place, "The entity list \(entity) is not on the sheet entities.", near(entity, in: entities.map(\.name)))
        }
        if property.isEmpty {
            note(.saveTo, place, "save_to names no property.")
        } else if isContainer {
            note(.saveTo, place, "Groups and repeats can't be saved as a property.", "Move it to a question.")
        } else if ["name", "label"].contains(property.lowercased()) {
            note(.saveTo, place, "A property must not be called name or label.", property + "_1")
        } else if property.hasPrefix("__") {
            note(.saveTo, place, "A property must not begin with two underscores.", String(property.drop { $0 == "_" }))
        } else if !Words.isName(property) {
            note(.saveTo, place, "A property begins with a letter and contains only letters, digits, _, - and .", Words.madeName(property))
        } else if let other = entityUses[entity]?.uses.first(where: { $0.property == property }) {
            note(.saveTo, place, "The property \(property) is already filled by row \(other.row.number).")
        }
        use(entity, EntityUses.Use(path: path, row: row, property: property, question: name))
    }
}
