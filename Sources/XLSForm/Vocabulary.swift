/// The words of the XLSForm language with their aliases, as pyxform 4.5 takes them.
enum Vocabulary {
    static let sheets = ["survey", "choices", "settings", "external_choices", "osm", "entities"]

    private static let media = ["image": ["media", "image"], "big-image": ["media", "big-image"],
                                "audio": ["media", "audio"], "video": ["media", "video"]]

    static let survey = HeaderWords(
        columns: ["actions", "bind", "choice_filter", "choices", "control", "default", "guidance_hint", "hint", "instance", "itemset", "label",
                  "list_name", "media", "name", "parameters", "query", "sms_field", "trigger", "type", "extra_data", "parent"],
        aliases: media.merging([
            "compact_tag": ["instance", "odk:tag"], "read_only": ["bind", "readonly"], "readonly": ["bind", "readonly"],
            "relevant": ["bind", "relevant"], "relevance": ["bind", "relevant"], "caption": ["label"],
            "appearance": ["control", "appearance"], "required": ["bind", "required"], "constraint": ["bind", "constraint"],
            "constraining_message": ["bind", "jr:constraintMsg"], "constraint_message": ["bind", "jr:constraintMsg"],
            "calculation": ["bind", "calculate"], "calculate": ["bind", "calculate"], "command": ["type"], "tag": ["name"], "value": ["name"],
            "count": ["control", "jr:count"], "repeat_count": ["control", "jr:count"], "jr:count": ["control", "jr:count"],
            "autoplay": ["control", "autoplay"], "rows": ["control", "rows"], "noapperrorstring": ["bind", "jr:noAppErrorString"],
            "no_app_error_string": ["bind", "jr:noAppErrorString"], "requiredmsg": ["bind", "jr:requiredMsg"],
            "required_message": ["bind", "jr:requiredMsg"], "body": ["control"], "save_to": ["bind", "entities:saveto"],
            "sms_field": ["sms_field"], "sms_option": ["sms_option"], "sms_separator": ["sms_separator"],
            "sms_allow_media": ["sms_allow_media"], "sms_date_format": ["sms_date_format"],
            "sms_datetime_format": ["sms_datetime_format"], "sms_response": ["sms_response"]]) { own, _ in own })

    static let choices = HeaderWords(
        columns: ["label", "media", "name", "sms_option", "extra_data", "parent"],
        aliases: media.merging(["caption": ["label"], "list_name": ["list name"], "value": ["name"], "cm_retire": ["cm", "retire"]]) { own, _ in own })

    static let settings = HeaderWords(
        columns: ["add_none_option", "allow_choice_duplicates", "attribute", "auto_delete", "auto_send", "bind", "children", "choices",
                  "clean_text_values", "client_editable", "control", "default_language", "delimiter", "entity_version", "extra_data",
                  "file_name", "flat", "hint", "id_string", "instance", "instance_name", "instance_xmlns", "label", "media", "name",
                  "namespaces", "omit_instanceID", "parent", "prefix", "public_key", "sms_allow_media", "sms_date_format",
                  "sms_datetime_format", "sms_field", "sms_keyword", "sms_response", "sms_separator", "style", "submission_url", "title",
                  "type", "version"],
        aliases: ["form_title": ["title"], "set_form_title": ["title"], "form_id": ["id_string"], "set_form_id": ["id_string"],
                  "prefix": ["prefix"]])

    static let entities = HeaderWords(columns: ["dataset", "entity_id", "create_if", "update_if", "repeat", "label"],
                                      aliases: ["list_name": ["dataset"]])

    /// In the order in which they are tried.
    static let selects: [(command: String, type: SelectType)] = [
        ("add select one prompt using", .one), ("add select multiple prompt using", .multiple), ("select all that apply from", .multiple),
        ("select one from", .one), ("select1", .one), ("select_one", .one), ("select one", .one), ("select_multiple", .multiple),
        ("select all that apply", .multiple), ("select_one_external", .oneExternal), ("select_one_from_file", .one),
        ("select_multiple_from_file", .multiple), ("select one from file", .one), ("select multiple from file", .multiple), ("rank", .rank),
    ]

    enum SelectType: String { case one = "select one", multiple = "select all that apply", oneExternal = "select one external", rank }

    static let fileSelects: Set = ["select_one_from_file", "select_multiple_from_file", "select one from file", "select multiple from file"]
    static let fileEndings: Set = [".xml", ".csv", ".geojson"]

    static let typeAliases = ["imei": "deviceid", "image": "photo", "add image prompt": "photo", "add photo prompt": "photo",
                              "add audio prompt": "audio", "add video prompt": "video", "add file prompt": "file"]

    static let controls: [(word: String, kind: GroupKind)] = [("group", .group), ("lgroup", .repeats), ("repeat", .repeats), ("loop", .loop),
                                                              ("looped group", .repeats)]

    enum GroupKind: String { case group, repeats = "repeat", loop }

    static let settingTypes = ["form_title": "title", "set_form_title": "title", "form_id": "id_string", "set_form_id": "id_string", "prefix": "prefix"]

    /// What a question of a type shows: `nil` no type, `.none` nothing.
    enum Control { case none, input, trigger, upload, select, range, osm }

    static let types: [String: Control] = {
        var all: [String: Control] = [:]
        func add(_ control: Control, _ names: String) { for name in names.split(separator: "|") { all[String(name)] = control } }
        add(.upload, "q picture|photo|add audio prompt|q audio|q image|video|add video prompt|add image prompt|q video|image|audio|file|add file prompt")
        add(.input, """
            add date time prompt|q date time|add note prompt|location|text|string|q string|integer|datetime|q note|decimal|dateTime|\
            q geopoint|q geoshape|q geotrace|number of days in last month|q location|barcode|geopoint|geoshape|geotrace|q barcode|\
            q int|add text prompt|add date prompt|percentage|gps|q date|add decimal prompt|number of days in last six months|int|\
            add barcode prompt|q decimal|add dateTime prompt|note|add location prompt|phone number|add integer prompt|q dateTime|date|\
            number of days in last year|date time|time
            """)
        add(.none, """
            phonenumber|get start time|calculate|simserial|imei|subscriber id|get today|get sim id|get end time|end time|device id|\
            subscriberid|q calculate|start|get phone number|today|sim id|deviceid|end|add calculate prompt|get subscriber id|get device id|\
            start time|hidden|uri:subscriberid|uri:phonenumber|uri:simserial|uri:deviceid|username|uri:username|email|uri:email|audit|\
            start-geopoint|background-audio
            """)
        add(.trigger, "acknowledge|q acknowledge|trigger|add acknowledge prompt|background-geopoint")
        add(.select, "add select multiple prompt using|select all that apply from|select one|select all that apply|select multiple from|q select|"
            + "select one using|rank|select multiple using|q select1|add select one prompt using")
        all["range"] = .range
        all["osm"] = .osm
        return all
    }()

    static let externalTypes: Set = ["xml-external", "csv-external"]
    /// These come with a hint of their own.
    static let hinted: Set = ["number of days in last month", "number of days in last six months", "number of days in last year", "phone number"]

    /// Offered as suggestions for a type nobody knows.
    static let usualTypes = ["text", "integer", "decimal", "date", "time", "dateTime", "select_one", "select_multiple", "note", "calculate", "hidden",
                             "acknowledge", "file", "image", "audio", "video", "geopoint", "geotrace", "geoshape", "barcode", "signature", "range", "rank",
                             "begin_group", "end_group", "begin_repeat", "end_repeat", "start", "end", "today", "username", "deviceid", "audit",
                             "select_one_from_file", "select_multiple_from_file", "csv-external", "xml-external"]

    /// Our own columns; in the survey they stand under `cm::`.
    static let ownColumns = ["permission", "mds", "hideable", "autofill", "beside", "forward", "indicator", "index", "maxlength", "profile", "retire", "type"]

    /// Columns that rule what is asked and what is stored.
    static let ruleHeaders = ["required", "relevant", "constraint", "calculation", "read_only", "choice_filter", "repeat_count", "trigger", "default"]

    static let surveyHeaders = ["type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
                                "constraint_message", "calculation", "default", "read_only", "appearance", "choice_filter", "repeat_count",
                                "parameters", "trigger", "image", "audio", "video", "big-image", "save_to", "autoplay", "intent", "rows"]
}
