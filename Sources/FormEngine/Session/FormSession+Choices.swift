// Lists of choices: what is offered, and what a chosen value is called.
extension FormSession {
    /// Makes a list visible to expressions as `instance('name')/root/item`.
    func addList(_ name: Text) {
        let document = tree.add(.document)
        let root = tree.add(.element, name: tree.nameID("root"), to: document)
        var nodes: [Node] = []
        let itemName = tree.nameID("item")
        let valueName = tree.nameID("name")
        let labelName = tree.nameID("label")
        for option in form.options(name) {
            let item = tree.add(.element, name: itemName, to: root)
            _ = tree.add(.answer, name: valueName, value: option.value, to: item)
            _ = tree.add(.answer, name: labelName, value: option.labels.first?.text ?? "", to: item)
            for column in option.columns {
                _ = tree.add(.answer, name: tree.nameID(column.name), value: column.value, to: item)
            }
            nodes.append(item)
        }
        tree.setInstance(name, document)
        optionPlaces.set(name, optionNodes.count)
        optionNodes.append(nodes)
    }

    /// A table from outside, such as a CSV file or the record this one is about: one row or many.
    func addTable(_ name: Text, _ rows: [[(column: Text, value: Text)]]) {
        let document = tree.add(.document)
        let root = tree.add(.element, name: tree.nameID("root"), to: document)
        for row in rows {
            let item = tree.add(.element, name: tree.nameID("item"), to: root)
            for cell in row { _ = tree.add(.answer, name: tree.nameID(cell.column), value: cell.value, to: item) }
        }
        tree.setInstance(name, document)
    }

    /// Works out which options a filter lets through. `${field}` and `current()` mean the question, a plain name the
    /// column of the option.
    func filter(_ rule: FormRule, _ node: Node) {
        guard let list = form.definitions[rule.owner].list, let place = optionPlaces.value(list) else { return }
        let items = optionNodes[place]
        var offered: [Int] = []
        do {
            let tank = try evaluator.refill()
            defer { evaluator.drawOff(tank) }
            let candidates = try candidates(rule.expression, list, items, node)
            for place in candidates {
                var inner = Evaluator.Place(node: items[place], current: node)
                inner.position = place + 1
                inner.size = items.count
                inner.inPredicate = true
                let value = try evaluator.value(rule.expression.root, rule.expression, inner)
                if evaluator.bool(value) { offered.append(place) }
            }
        } catch {
            // A filter that cannot be worked out must not hide an answer.
            offered = Array(items.indices)
        }
        if states[Int(node)].options != offered {
            states[Int(node)].options = offered
            note(node)
        }
    }

    /// Where the filter is `column = something`, alone or followed by `and`, an index finds the options it may let
    /// through; otherwise all are tried.
    private func candidates(_ expression: Expression, _ list: Text, _ items: [Node], _ node: Node)
        throws(ExpressionError) -> [Int] {
        var at = expression.root
        while case .binary(.and, let left, _) = expression.nodes[at] { at = left }
        guard case .binary(.equal, let left, let right) = expression.nodes[at] else { return Array(items.indices) }
        let column: Text
        let other: Int
        if let name = columnName(left, expression), isOutside(right, expression) {
            (column, other) = (name, right)
        } else if let name = columnName(right, expression), isOutside(left, expression) {
            (column, other) = (name, left)
        } else {
            return Array(items.indices)
        }
        let place = Evaluator.Place(node: node, current: node)
        let value = try evaluator.value(other, expression, place)
        let wanted: Text
        switch value {
        case .text(let text): wanted = text
        case .nodes(let nodes) where nodes.count <= 1: wanted = evaluator.text(value)
        default: return Array(items.indices)
        }
        // An option without the column counts as having it empty.
        if wanted.isEmpty { return Array(items.indices) }
        let key = list + "/" + column
        if let place = columnPlaces.value(key) { return options(columns[place], wanted) }
        var index = ColumnIndex()
        let name = tree.knownName(column)
        for (number, item) in items.enumerated() {
            var child = tree.firstChild[Int(item)]
            while child != NodeTree.none {
                if tree.names[Int(child)] == name {
                    let text = tree.text(child)
                    if let place = index.places.value(text) {
                        index.options[place].append(number)
                    } else {
                        index.places.set(text, index.options.count)
                        index.options.append([number])
                    }
                }
                child = tree.next[Int(child)]
            }
        }
        columnPlaces.set(key, columns.count)
        columns.append(index)
        return options(index, wanted)
    }

    private func options(_ index: ColumnIndex, _ wanted: Text) -> [Int] {
        index.places.value(wanted).map { index.options[$0] } ?? []
    }

    private func columnName(_ index: Int, _ expression: Expression) -> Text? {
        guard case .path(.context, let steps) = expression.nodes[index], steps.count == 1, steps[0].predicates.isEmpty,
              steps[0].axis == .child, case .name(nil, let name) = steps[0].test else { return nil }
        return name
    }

    private func isOutside(_ index: Int, _ expression: Expression) -> Bool {
        switch expression.nodes[index] {
        case .field, .text: return true
        case .path(.filter(let inner, let predicates), _):
            guard predicates.isEmpty, case .call(.current?, _, _) = expression.nodes[inner] else { return false }
            return true
        default: return false
        }
    }

    /// The label of an option in the language in use; the value itself where the list does not know it. Where the list
    /// names the value more than once, one of the rows `among` which it is offered counts first.
    func label(of value: Text, field: Text, among offered: [Int]? = nil) -> Text? {
        // The field is named in a text: `${name}`, or a path whose last step is the name.
        var bare = Text()
        for byte in field.utf8 where byte != 0x24 && byte != 0x7B && byte != 0x7D { bare.utf8.append(byte) }
        let name = Text(bare.pieces(0x2F).last ?? []).trimmed
        guard let number = form.number(name), let list = form.definitions[number].list else { return nil }
        let options = form.options(list)
        guard let row = offered?.first(where: { options[$0].value == value }) ?? options.firstIndex(where: { $0.value == value })
        else { return value }
        for label in options[row].labels where label.language == language { return label.text }
        return options[row].labels.first?.text ?? value
    }
}
