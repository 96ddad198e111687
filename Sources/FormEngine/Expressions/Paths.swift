// Location paths: steps along axes, node tests, predicates.
extension Evaluator {
    func nodes(_ start: PathStart, _ steps: [Step], _ expression: Expression, _ place: Place)
        throws(ExpressionError) -> [Node] {
        var found: [Node]
        var rest = steps[...]
        switch start {
        case .context:
            found = [place.node]
        case .root:
            if tree.bindsRepeats, steps.count > 1 {
                // In ODK an absolute path inside a repeat stays inside the same repetition.
                let names = plainNames(steps)
                if names.count > 1 {
                    found = try bound(names, place.node, bindLast: false)
                    rest = steps[names.count...]
                    break
                }
            }
            found = [tree.root]
        case .filter(let index, let predicates):
            guard case .nodes(let nodes) = try value(index, expression, place) else {
                throw ExpressionError(.wrongType, offset: expression.places[index].offset,
                                      length: expression.places[index].length)
            }
            found = nodes
            for predicate in predicates { found = try filtered(found, predicate, expression, place) }
        }
        for step in rest {
            found = try take(step, from: found, expression, place)
        }
        return found
    }

    /// The leading steps that are names without predicates, as ids; unknown names as -1.
    private func plainNames(_ steps: [Step]) -> [Int32] {
        var names: [Int32] = []
        for step in steps {
            guard step.axis == .child, step.predicates.isEmpty, case .name(nil, let name) = step.test else { break }
            names.append(tree.knownName(name))
        }
        return names
    }

    /// `${name}`: the fields of that name that belong to the repetition the context stands in.
    func fieldNodes(_ name: Text, _ place: Place) throws(ExpressionError) -> [Node] {
        guard let path = tree.fieldPath(name) else { return [] }
        return try bound(path, place.current, bindLast: false)
    }

    /// Follows names down from the document node. Where the context's own ancestors lie on the way, only they
    /// are followed; elsewhere, and at the last name, all nodes of that name are.
    func bound(_ names: [Int32], _ context: Node, bindLast: Bool,
               positions: [Int: Int] = [:]) throws(ExpressionError) -> [Node] {
        let chain = tree.ancestry(context)
        var found = [tree.root]
        for (level, name) in names.enumerated() {
            var deeper: [Node] = []
            let own = level + 1 < chain.count ? chain[level + 1] : NodeTree.none
            let isBound = bindLast || level + 1 < names.count
            for node in found {
                if let wanted = positions[level] {
                    var position = 0
                    var child = tree.firstChild[Int(node)]
                    while child != NodeTree.none {
                        try burn(1)
                        if tree.names[Int(child)] == name, !tree.hidden[Int(child)] {
                            position += 1
                            if position == wanted { deeper.append(child) }
                        }
                        child = tree.next[Int(child)]
                    }
                    continue
                }
                if isBound, own != NodeTree.none, tree.names[Int(own)] == name, tree.parent(own) == node {
                    if !tree.hidden[Int(own)] { deeper.append(own) }
                    continue
                }
                var child = tree.firstChild[Int(node)]
                while child != NodeTree.none {
                    try burn(1)
                    if tree.names[Int(child)] == name, !tree.hidden[Int(child)] { deeper.append(child) }
                    child = tree.next[Int(child)]
                }
            }
            found = deeper
        }
        return found
    }

    // MARK: Steps

    private func take(_ step: Step, from nodes: [Node], _ expression: Expression, _ place: Place)
        throws(ExpressionError) -> [Node] {
        let wanted = try Wanted(step.test, tree)
        var all: [Node] = []
        for node in nodes {
            var found: [Node] = []
            try walk(step.axis, node, wanted, &found)
            for predicate in step.predicates { found = try filtered(found, predicate, expression, place) }
            all.append(contentsOf: found)
        }
        if nodes.count > 1 || step.axis.isReverse {
            switch step.axis {
            case .child, .attribute, .self:
                break
            default:
                if all.count > 1 {
                    try burn(4 * all.count + tree.kinds.count / 8)
                    all = tree.inOrder(all)
                }
            }
        }
        return all
    }

    func filtered(_ nodes: [Node], _ predicate: Int, _ expression: Expression, _ place: Place)
        throws(ExpressionError) -> [Node] {
        if case .number(let wanted) = expression.nodes[predicate] {
            let index = wanted - 1
            return index >= 0 && index < Double(nodes.count) && index == index.rounded() ? [nodes[Int(index)]] : []
        }
        var kept: [Node] = []
        var inner = place
        inner.inPredicate = true
        inner.size = nodes.count
        for (index, node) in nodes.enumerated() {
            inner.node = node
            inner.position = index + 1
            let result = try value(predicate, expression, inner)
            if case .number(let wanted) = result {
                if wanted == Double(index + 1) { kept.append(node) }
            } else if bool(result) {
                kept.append(node)
            }
        }
        return kept
    }

    /// A node test with its name looked up.
    struct Wanted {
        let test: NodeTest
        let name: Int32

        init(_ test: NodeTest, _ tree: NodeTree) throws(ExpressionError) {
            self.test = test
            switch test {
            case .name(nil, let text): name = tree.knownName(text)
            case .name(let prefix?, let text):
                guard tree.prefixes.contains(prefix) else { throw ExpressionError(.unknownPrefix, text: prefix) }
                name = tree.knownName(prefix + ":" + text)
            case .anyOf(let prefix):
                guard tree.prefixes.contains(prefix) else { throw ExpressionError(.unknownPrefix, text: prefix) }
                name = -1
            default: name = -1
            }
        }
    }

    private func fits(_ node: Node, _ wanted: Wanted, _ principal: NodeTree.Kind) -> Bool {
        let i = Int(node)
        if tree.hidden[i] { return false }
        let kind = tree.kinds[i]
        let isPrincipal = kind == principal || (principal == .element && kind == .answer)
        switch wanted.test {
        case .name: return isPrincipal && wanted.name >= 0 && tree.names[i] == wanted.name
        case .any: return isPrincipal
        case .anyOf(let prefix): return isPrincipal && tree.names[i] >= 0 && tree.nameTexts[Int(tree.names[i])].hasPrefix(prefix + ":")
        case .node: return true
        case .text: return kind == .text
        case .comment: return kind == .comment
        case .instruction: return kind == .instruction
        }
    }

    private func walk(_ axis: Axis, _ node: Node, _ wanted: Wanted, _ found: inout [Node]) throws(ExpressionError) {
        func look(_ candidate: Node) throws(ExpressionError) {
            try burn(1)
            if fits(candidate, wanted, .element) { found.append(candidate) }
        }
        switch axis {
        case .self:
            try look(node)
        case .child:
            var child = tree.firstChild[Int(node)]
            while child != NodeTree.none {
                try look(child)
                child = tree.next[Int(child)]
            }
        case .parent:
            let parent = tree.parent(node)
            // The record's document node may stand inside a larger document; nothing is above it.
            if parent != NodeTree.none, node != tree.root { try look(parent) }
        case .attribute:
            var attribute = tree.firstAttribute[Int(node)]
            while attribute != NodeTree.none {
                try burn(1)
                if fits(attribute, wanted, .attribute) { found.append(attribute) }
                attribute = tree.next[Int(attribute)]
            }
            // They hang in the reverse order of the text.
            found.reverse()
        case .descendant, .descendantOrSelf:
            if axis == .descendantOrSelf { try look(node) }
            try below(node) { (candidate) throws(ExpressionError) in try look(candidate) }
        case .ancestor, .ancestorOrSelf:
            var at = axis == .ancestorOrSelf ? node : tree.parent(node)
            while at != NodeTree.none {
                try look(at)
                if at == tree.root { break }
                at = tree.parent(at)
            }
        case .followingSibling:
            var at = tree.kind(node) == .attribute ? NodeTree.none : tree.next[Int(node)]
            while at != NodeTree.none {
                try look(at)
                at = tree.next[Int(at)]
            }
        case .precedingSibling:
            var at = tree.kind(node) == .attribute ? NodeTree.none : tree.previous[Int(node)]
            while at != NodeTree.none {
                try look(at)
                at = tree.previous[Int(at)]
            }
        case .following:
            let top = tree.top(node)
            var at = tree.following(node, within: top)
            while at != NodeTree.none {
                try look(at)
                let child = tree.firstChild[Int(at)]
                at = child != NodeTree.none ? child : tree.following(at, within: top)
            }
        case .preceding:
            let above = tree.ancestry(node)
            var at = above[0]
            while at != NodeTree.none, at != node {
                if !above.contains(at) { try look(at) }
                let child = tree.firstChild[Int(at)]
                at = child != NodeTree.none ? child : tree.following(at, within: above[0])
            }
            found.reverse()
        }
    }

    private func below(_ top: Node, _ visit: (Node) throws(ExpressionError) -> Void) throws(ExpressionError) {
        var at = tree.firstChild[Int(top)]
        while at != NodeTree.none {
            if tree.hidden[Int(at)] {
                at = tree.following(at, within: top)
                continue
            }
            try visit(at)
            let child = tree.firstChild[Int(at)]
            at = child != NodeTree.none ? child : tree.following(at, within: top)
        }
    }
}
