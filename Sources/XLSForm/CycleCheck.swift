/// Calculations that wait for each other: none of them would ever be worked out.
extension FormChecker {
    func checkCycles() {
        guard let survey else { return }
        var needs: [String: [String]] = [:]
        var rows: [String: SheetTable.Row] = [:]
        for row in survey.rows {
            // A calculation with a trigger runs once when its trigger changes, so it can't go round.
            guard let name = row["name"], let text = row["bind::calculate"], row["trigger"] == nil, elementNames[name] == 1 else { continue }
            let wanted = ((try? Reference.all(text)) ?? []).filter { !$0.lastSaved }.map(\.name)
            needs[name] = wanted
            rows[name] = row
        }
        // Names are taken off as long as nothing they wait for is left; what remains waits for itself.
        var waiting = needs.mapValues { $0.filter { needs[$0] != nil } }
        var users: [String: [String]] = [:]
        for (name, wanted) in waiting {
            for other in wanted { users[other, default: []].append(name) }
        }
        var ready = waiting.filter { $0.value.isEmpty }.map(\.key)
        var left = waiting.mapValues { Set($0).count }
        while let name = ready.popLast() {
            waiting[name] = nil
            for user in Set(users[name] ?? []) {
                left[user]! -= 1
                if left[user] == 0 { ready.append(user) }
            }
        }
        // Those that only use a cycle are innocent: follow the needs until a name comes again.
        var told: Set<String> = []
        for start in waiting.keys.sorted() where !told.contains(start) {
            var path: [String] = []
            var name = start
            while !path.contains(name), let next = waiting[name]?.first(where: { waiting[$0] != nil }) {
                path.append(name)
                name = next
            }
            guard let first = path.firstIndex(of: name), told.isDisjoint(with: path[first...]) else { continue }
            let cycle = path[first...]
            told.formUnion(cycle)
            let shown = cycle.prefix(8).joined(separator: " → ") + " → " + name
            for member in cycle where rows[member] != nil {
                let row = rows[member]!
                add(.cycle, cycle.count == 1 ? .warning : .error, survey.place(row, "bind::calculate"),
                    cycle.count == 1 ? "This calculation uses its own result." : "These calculations wait for each other: \(shown).")
            }
        }
    }
}
