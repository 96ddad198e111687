/// What the matrix asks of every role. A route of the router stands here or among those left out.
enum MatrixRoute: String, CaseIterable {
    // What is read comes first: what is written changes the records.
    case record = "GET /api/v1/records/{id}"
    case history = "GET /api/v1/records/{id}/history"
    case dossier = "GET /api/v1/dossiers/{id}"
    case timeline = "GET /api/v1/dossiers/{id}/timeline"
    case limits = "GET /api/v1/dossiers/{id}/limits"
    case sharing = "GET /api/v1/dossiers/{id}/sharing"
    case careOffer = "GET /api/v1/providers/{id}/places"
    case personCopy = "POST /api/v1/dossiers/{id}/copies"
    case family = "GET /api/v1/families/{id}"
    case decisions = "GET /api/v1/decisions"
    case decision = "GET /api/v1/decisions/{id}"
    case panel = "GET /api/v1/panels/{id}"
    case board = "GET /api/v1/supervisor/board"
    case workerCases = "GET /api/v1/supervisor/workers/{id}/cases"
    case limitFigures = "GET /api/v1/limits/figures"
    case limitCases = "GET /api/v1/limits/figures/cases"
    case teamLimits = "GET /api/v1/supervisor/limits"
    case workerLimits = "GET /api/v1/supervisor/workers/{id}/limits"
    case reviewNext = "GET /api/v1/supervisor/review-next"
    case handOver = "POST /api/v1/supervisor/handovers"
    case merges = "GET /api/v1/merges"
    case mergePair = "GET /api/v1/merges/{id}/{other}"
    case mergeShow = "GET /api/v1/merges/{id}"
    case mergePropose = "POST /api/v1/merges"
    case mergeDecide = "POST /api/v1/merges/{id}/decision"
    case mergeUndo = "POST /api/v1/merges/{id}/undo"
    case erasures = "GET /api/v1/erasures"
    case erasureSheet = "GET /api/v1/dossiers/{id}/erasure"
    case askErasure = "POST /api/v1/erasures"
    case erasureStep = "POST /api/v1/erasures/{id}/step"
    case tracing = "GET /api/v1/tracing"
    case tracingShow = "GET /api/v1/tracing/{id}"
    case tracingPair = "GET /api/v1/tracing/{id}/{other}"
    case tracingSay = "POST /api/v1/tracing/{id}/{other}"
    case tracingOfChild = "GET /api/v1/dossiers/{id}/tracing"
    case concernsOfChild = "GET /api/v1/dossiers/{id}/concerns"
    case confidential = "GET /api/v1/confidential"
    case confidentialShow = "GET /api/v1/confidential/{id}"
    case confidentialOfChild = "GET /api/v1/dossiers/{id}/confidential"
    case duplicates = "GET /api/v1/duplicates"
    case apart = "POST /api/v1/duplicates/apart"
    case apartBack = "POST /api/v1/duplicates/apart/undo"
    case search = "GET /api/v1/search"
    case likely = "POST /api/v1/children/likely"
    case notifications = "GET /api/v1/notifications"
    case notification = "GET /api/v1/notifications/{id}"
    case myDay = "GET /api/v1/my-day"
    case alerts = "GET /api/v1/alerts"
    case directory = "GET /api/v1/tables/{form}/records"
    case table = "GET /api/v1/tables/{form}"
    case colleagues = "GET /api/v1/colleagues"
    case conflict = "POST /api/v1/conflicts/{id}/decision"
    case upload = "POST /api/v1/tables/{form}/uploads"
    case bringIn = "POST /api/v1/tables/{form}/uploads/{upload}/import"
    case attachment = "GET /api/v1/records/{id}/attachments/{attachment}"
    case takeAttachment = "POST /api/v1/attachments"
    case beginAttachment = "POST /api/v1/attachments/uploads"
    case thumbnail = "GET /api/v1/records/{id}/attachments/{attachment}/thumbnail"
    case keepThumbnail = "PUT /api/v1/attachments/{id}/thumbnail"
    case dropAttachment = "DELETE /api/v1/attachments/{id}"
    case amend = "PATCH /api/v1/records/{id}"
    case save = "POST /api/v1/records"
    case breakGlass = "POST /api/v1/break-glass"
    case mendGlass = "DELETE /api/v1/break-glass/{id}"
    // Office powers: the role file's `manages` opens them, and nothing else.
    case trail = "GET /api/v1/trail"
    case trailPatterns = "GET /api/v1/trail/patterns"
    case trailFile = "GET /api/v1/trail/file"
    case people = "GET /api/v1/people"
    case invite = "POST /api/v1/people"
    case link = "POST /api/v1/people/{id}/link"
    case close = "POST /api/v1/people/{id}/close"
    case teams = "GET /api/v1/teams"
    case makeTeam = "POST /api/v1/teams"
    case changeTeam = "POST /api/v1/teams/{id}"
    case closeTeam = "POST /api/v1/teams/{id}/close"
    case requests = "GET /api/v1/requests"
    case ask = "POST /api/v1/requests"
    case profiles = "GET /api/v1/profiles"
    case useProfile = "POST /api/v1/profiles/in-use"
    case publications = "GET /api/v1/forms/publications"
    case formUpload = "POST /api/v1/forms/uploads"
    case formCheck = "POST /api/v1/forms/uploads/{upload}/check"
    case formPublish = "POST /api/v1/forms/uploads/{upload}/publish"
    case formAsk = "POST /api/v1/forms/uploads/{upload}/ask"
    case formBack = "POST /api/v1/forms/{name}/roll-back"
    case formAskBack = "POST /api/v1/forms/{name}/roll-back/ask"
    case workbook = "GET /api/v1/forms/{name}/workbook"
    case lists = "GET /api/v1/lists"
    case listRows = "GET /api/v1/lists/{name}/rows"
    case listFile = "GET /api/v1/lists/{name}/file"
    case listUpload = "POST /api/v1/lists/{name}/uploads"
    case listCheck = "POST /api/v1/lists/{name}/uploads/{upload}/check"
    case listPublish = "POST /api/v1/lists/{name}/uploads/{upload}/publish"
    case listBack = "POST /api/v1/lists/{name}/roll-back"
    case limitsIndex = "GET /api/v1/limits"
    case limitsFile = "GET /api/v1/limits/file"
    case limitsCheck = "POST /api/v1/limits/check"
    case limitsPublish = "POST /api/v1/limits/publish"
    case limitsBack = "POST /api/v1/limits/roll-back"

    var method: String { String(rawValue.prefix { $0 != " " }) }
    var pattern: String { String(rawValue.drop { $0 != " " }.dropFirst()) }

    /// Routes of the API that need no cell in the matrix, each with the reason.
    static let leftOut: [String: String] = [
        "GET /api/v1/attachments/uploads/{id}": "one's own upload (HalfUploadsTests asks for another's)",
        "PUT /api/v1/attachments/uploads/{id}": "one's own upload (HalfUploadsTests asks for another's)",
        "DELETE /api/v1/attachments/uploads/{id}": "one's own upload (HalfUploadsTests asks for another's)",
        "POST /api/v1/attachments/uploads/{id}/end": "one's own upload (HalfUploadsTests asks for another's)",
        "GET /api/openapi.json": "the description of the API",
        "GET /healthz": "says locked, ok or read-only",
        "GET /api/v1/unlock": "says whether the store is locked",
        "POST /api/v1/unlock": "asked before there is anybody",
        "POST /api/v1/session": "signing in",
        "GET /api/v1/session": "one's own session",
        "DELETE /api/v1/session": "one's own session",
        "POST /api/v1/setup": "opened by a one-time link",
        "POST /api/v1/password": "one's own account",
        "GET /api/v1/sessions": "one's own sessions",
        "DELETE /api/v1/sessions": "one's own sessions",
        "DELETE /api/v1/sessions/{id}": "one's own sessions",
        "GET /api/v1/notices": "one's own notices",
        "POST /api/v1/notices/{id}/seen": "one's own notices",
        "POST /api/v1/alerts/seen": "one's own marks; a key of somebody else's list is nothing (AlertPagesTests)",
        "GET /api/v1/alerts/stream": "says that one's own list has changed and no word of it (AlertPagesTests)",
        "GET /api/v1/alerts/ways": "one's own addresses",
        "POST /api/v1/alerts/ways": "one's own addresses",
        "POST /api/v1/notifications": "anybody may report a concern, without an account too; what comes of it is read elsewhere",
        "POST /api/v1/requests/{id}/answer": "who may be the second person is a table of its own in AccessTests",
        "GET /api/v1/forms": "questions, no answers",
        "GET /api/v1/forms/{name}": "questions, no answers",
        "GET /api/v1/places": "names of places",
    ]

    /// Whether files have to lie there before it is asked.
    var asksAttachments: Bool { [.attachment, .thumbnail, .keepThumbnail].contains(self) }

    /// What of `manages` opens the route; nothing where rights on records do.
    var powers: Set<String> {
        switch self {
        case .trail, .trailPatterns, .trailFile: ["audit"]
        case .people, .invite, .link, .close, .ask, .teams, .makeTeam, .changeTeam, .closeTeam: ["people"]
        case .profiles, .useProfile, .publications, .formUpload, .formCheck, .formPublish, .formAsk, .formBack, .formAskBack, .workbook: ["forms"]
        case .lists, .listRows, .listFile, .listUpload, .listCheck, .listPublish, .listBack, .limitsIndex, .limitsFile, .limitsCheck, .limitsPublish, .limitsBack: ["classifiers"]
        default: []
        }
    }
}
