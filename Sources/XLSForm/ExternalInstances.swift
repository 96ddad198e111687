/// Files and lists beside the form: each name stands for one source only.
extension FormChecker {
    private struct Instance {
        let name: String
        let source: String?
        let node: FormNode?
        let path: String
        var external = false
    }

    func checkExternalInstances() {
        var found: [Instance] = []
        root.walk { node in
            switch node.kind {
            case .external:
                let ending = node.type == "csv-external" ? "csv" : "xml"
                found.append(Instance(name: node.name, source: "jr://\(ending == "csv" ? "file-csv" : "file")/\(node.name).\(ending)", node: node, path: "name", external: true))
            case .question, .group, .repeats, .loop:
                found += pulled(node)
                guard node.kind == .question, Vocabulary.types[node.type] == .select, let itemset = node.itemset else { return }
                let (base, ending) = Words.extensionSplit(itemset)
                guard Vocabulary.fileEndings.contains(ending) else { return }
                found.append(Instance(name: base, source: "jr://\(ending == ".csv" ? "file-csv" : "file")/\(itemset)", node: node, path: "type"))
            case .survey: break
            }
        }
        for list in listOrder { found.append(Instance(name: list, source: nil, node: nil, path: "")) }
        var first: [String: Instance] = [:]
        for instance in found {
            guard let other = first[instance.name] else { first[instance.name] = instance; continue }
            let node = instance.node ?? other.node
            if instance.external, other.external {
                note(.externalInstance, node.map { place($0, instance.path) } ?? Place(sheet: "choices"), "Two external files are named \(instance.name).", instance.name + "_2")
            } else if instance.source != other.source {
                note(.externalInstance, node.map { place($0, instance.node == nil ? other.path : instance.path) } ?? Place(sheet: "choices"),
                     "\(instance.name) stands for two different sources: \(other.source ?? "a list of the choices") and \(instance.source ?? "a list of the choices").",
                     "Rename one of them.")
            }
        }
    }

    /// The files that pulldata() names.
    private func pulled(_ node: FormNode) -> [Instance] {
        var found: [Instance] = []
        for path in ["bind::calculate", "bind::constraint", "bind::readonly", "bind::required", "bind::relevant", "choice_filter", "default"] {
            guard let text = node[path] else { continue }
            var rest = Substring(text)
            while let call = rest.firstRange(of: "pulldata") {
                rest = rest[call.upperBound...]
                let inner = rest.drop(while: \.isWhitespace)
                guard inner.first == "(", let comma = inner.firstIndex(of: ",") else { continue }
                let name = Words.trimmed(inner[inner.index(after: inner.startIndex)..<comma].filter { $0 != "'" && $0 != "\"" })
                found.append(Instance(name: name, source: "jr://file-csv/\(name).csv", node: node, path: path))
            }
        }
        return found
    }
}
