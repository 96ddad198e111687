/// Finds a group or repeat for each entity: each holds at most one, within the repeat that its properties and references
/// stand in.
extension FormChecker {
    private struct Request {
        let scope: ContainerPath
        let name: String
        let path: ContainerPath
        let row: SheetTable.Row
        /// The places of its properties, in order and once each.
        let lineages: [ContainerPath]
    }

    func checkEntityPlaces() {
        guard !entities.isEmpty, let table = entitiesTable else { return }
        var scopes: [ContainerPath] = []
        var byScope: [ContainerPath: [Request]] = [:]
        func add(_ request: Request) {
            if byScope[request.scope] == nil { scopes.append(request.scope) }
            byScope[request.scope, default: []].append(request)
        }
        for name in entityUseOrder {
            guard let entity = entities.first(where: { $0.name == name }), let uses = entityUses[name]?.uses else { continue }
            guard let request = request(for: entity, uses, table) else { return }
            add(request)
        }
        for entity in entities where entityUses[entity.name] == nil {
            add(Request(scope: .root, name: entity.name, path: .root, row: entity.row, lineages: []))
        }
        if scopes.count == 1, scopes[0] == .root, byScope[.root]?.count == 1 { return }
        place(scopes, byScope, table)
    }

    private func place(_ scopes: [ContainerPath], _ byScope: [ContainerPath: [Request]], _ table: SheetTable) {
        var taken: [ContainerPath: String] = [:]
        for scope in scopes {
            for request in byScope[scope]!.sorted(by: { $0.row.number < $1.row.number }) {
                var conflict: String?
                var depth = request.path.nodes.count
                while depth > scope.nodes.count - 1 {
                    let path = ContainerPath(request.path.nodes[..<depth])
                    depth -= 1
                    conflict = taken[path]
                    guard conflict != nil else {
                        taken[path] = request.name
                        for lineage in request.lineages where lineage.nodes.count >= path.nodes.count {
                            for length in path.nodes.count...lineage.nodes.count { taken[ContainerPath(lineage.nodes[..<length])] = request.name }
                        }
                        break
                    }
                    // Only the first of its places is looked up: that is how pyxform decides, and what its tests fix.
                    if let first = request.lineages.first, let holder = taken[first] {
                        conflict = holder
                        break
                    }
                }
                guard let conflict else { continue }
                let other = entities.first { $0.name == conflict }?.row.number ?? 0
                note(.entity, Place(sheet: "entities", row: request.row.number, column: table.header("dataset")?.title ?? "list_name",
                                    letter: table.place(request.row, "dataset").letter, cell: request.name),
                     "No group in \(scope.text) is free for this entity: row \(other) already stands there.",
                     "Put the questions of each entity into a group of their own.")
                return
            }
        }
    }

    private func request(for entity: EntityDeclaration, _ uses: [EntityUses.Use], _ table: SheetTable) -> Request? {
        var deepest: EntityUses.Use?
        var scope: ContainerPath?
        var container: EntityUses.Use?
        var saveTo: EntityUses.Use?
        var lineages: [ContainerPath] = []
        for use in uses {
            let boundary = use.path.scope
            let depth = use.path.groupDepth
            if scope == nil || boundary.repeatDepth > scope!.repeatDepth {
                if boundary != scope {
                    container = use
                    if use.property != nil { saveTo = use }
                }
                scope = boundary
                deepest = use
            }
            if container == nil || (boundary == scope && depth > container!.path.groupDepth) { container = use }
            guard use.property != nil else { continue }
            if !lineages.contains(use.path) { lineages.append(use.path) }
            if saveTo == nil || (boundary == scope && depth > saveTo!.path.groupDepth) { saveTo = use }
        }
        guard let scope, let deepest, let container else { return nil }
        let wanted = requested(saveTo, container, lineages)
        for use in uses {
            let boundary = use.path.scope
            let outside = Array(scope.nodes.prefix(boundary.nodes.count)) != boundary.nodes
            if use.property == nil {
                guard outside else { continue }
                note(.entity, Place(sheet: "entities", row: entity.row.number, column: table.header("dataset")?.title ?? "list_name",
                                    letter: table.place(entity.row, "dataset").letter, cell: entity.name),
                     "\(entity.name) is bound to \(deepest.path.text), from where ${\(use.question)} in \(use.path.text) can't be reached.",
                     "Copy the value with a calculate question.")
                return nil
            }
            if outside || wanted.scope != boundary, let survey {
                note(.saveTo, survey.place(use.row, "bind::entities:saveto"),
                     "\(entity.name) is bound to \((outside ? deepest.path : wanted).text); a property in \(use.path.text) can't belong to it.",
                     "Copy the value with a calculate question.")
                return nil
            }
        }
        return Request(scope: scope, name: entity.name, path: wanted, row: entity.row, lineages: lineages)
    }

    private func requested(_ saveTo: EntityUses.Use?, _ container: EntityUses.Use, _ lineages: [ContainerPath]) -> ContainerPath {
        guard let saveTo, let first = lineages.first else { return container.path }
        let shortest = lineages.map(\.nodes.count).min() ?? 1
        var common = ContainerPath(first.nodes[..<shortest])
        guard lineages.count > 1 else { return common }
        for index in 0..<shortest where lineages.contains(where: { $0.nodes[index] != first.nodes[index] }) {
            common = ContainerPath(first.nodes[..<index])
        }
        let boundary = saveTo.path.scope
        let a = (boundary.repeatDepth, boundary.groupDepth), b = (common.repeatDepth, common.groupDepth)
        return b > a ? common : boundary
    }
}
