import Foundations

extension Change {
    /// The form's fields with the envelope's under their reserved names, as they travel in the payload.
    var allFields: [String: Value] {
        var all = fields
        for part in envelope.clear { all["@" + part.rawValue] = .null }
        if let owner = envelope.owner { all[Reserved.owner] = .bytes(owner.bytes) }
        if let team = envelope.team { all[Reserved.team] = .bytes(team.bytes) }
        if let place = envelope.place { all[Reserved.place] = .text(place) }
        if let agency = envelope.agency { all[Reserved.agency] = .text(agency) }
        if let status = envelope.status { all[Reserved.status] = .text(status) }
        if let sensitivity = envelope.sensitivity { all[Reserved.sensitivity] = .text(sensitivity) }
        if let archived = envelope.archived { all[Reserved.archived] = .bool(archived) }
        switch op {
        case .create, .link, .transfer, .merge, .unmerge:
            // What lies in a dossier's scope belongs to that dossier unless said otherwise.
            if let dossier = dossier ?? (op == .create && scope.kind == .dossier ? scope.id : nil) { all[Reserved.dossier] = .bytes(dossier.bytes) }
            if let parent { all[Reserved.parent] = .bytes(parent.bytes) }
        default: break
        }
        return all
    }
}
