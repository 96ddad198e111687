import Testing
import FormEngine

@Suite struct StandardFormsTests {
    @Test func folderHoldsExactlyTheKnownForms() throws {
        #expect(try StandardInstance.names(in: "forms") == StandardInstance.formNames)
    }

    @Test(arguments: StandardInstance.formNames)
    func everyTextStandsInEveryLanguage(name: String) throws {
        let form = try StandardInstance.form(name)
        #expect(form.name == name)
        #expect(form.languages == StandardInstance.languages)
        for language in StandardInstance.languages {
            #expect(form.title[language] != nil, "title in \(language)")
            for field in form.fields {
                #expect(field.label[language] != nil, "\(field.name): label in \(language)")
                for text in [field.hint, field.requiredMessage, field.constraintMessage] where !text.isEmpty {
                    #expect(text[language] != nil, "\(field.name): hint in \(language)")
                }
            }
            for group in form.groups { #expect(group.label[language] != nil, "\(group.name) in \(language)") }
            for list in form.lists {
                for choice in list.choices { #expect(choice.label[language] != nil, "\(list.name) \(choice.value) in \(language)") }
            }
        }
    }

    /// An Arabic cell that holds no Arabic letter, or a French one equal to the English, was forgotten.
    @Test(arguments: StandardInstance.formNames)
    func arabicTextIsArabic(name: String) throws {
        let form = try StandardInstance.form(name)
        let texts = form.fields.map(\.label) + form.fields.map(\.hint) + form.lists.flatMap { $0.choices.map(\.label) } + [form.title]
        for text in texts {
            guard let arabic = text["ar"] else { continue }
            #expect(arabic.unicodeScalars.contains { (0x0621...0x064A).contains($0.value) }, "\(arabic)")
        }
    }

    @Test(arguments: StandardInstance.formNames)
    func permissionsAndForwardingAreKnown(name: String) throws {
        let form = try StandardInstance.form(name)
        for field in form.fields {
            #expect(StandardInstance.classes.contains(field.permission), "\(field.name): \(field.permission)")
            // What leaves the site without a name must not be free text or a number that names a child.
            if field.forward != .never, field.type == .text {
                #expect(["place", "birth_date", "nationality", "provider_name", "service_name", "case_number",
                         "agency"].contains(field.name),
                        "\(field.name) may not leave the site")
            }
            if let index = field.index { #expect(["name", "code", "date", "text", "link"].contains(index), "\(field.name): \(index)") }
        }
    }

    /// The field names that the program itself reads or writes; a form may add, not rename.
    @Test(arguments: [
        ("notification", "notifier_kind notifier_name notifier_contact channel concern urgent description place address_note received_on acknowledgement decision_reason"),
        ("notified_child", "given_name family_name sex age_years birth_date whereabouts linked_dossier"),
        ("child", "given_name family_name other_names name_other_script sex birth_date birth_estimated national_id nationality language place address phone safe_contact contact_restriction lives_with school disability health_summary"),
        ("case", "case_number opened_on concern risk_level stage notification closed_on outcome"),
        ("family", "family_name place address caregiver_name caregiver_relation"),
        ("family_member", "family role"),
        ("visit", "seen_on seen well_being_safe observation promise"),
        ("risk_assessment", "assessed_on score risk_level reason"),
        ("care_plan", "goal action responsible due_on status"),
        ("referral", "service provider_name requested_on status"),
        ("placement", "care_kind provider_name start_on end_on decided_by"),
        ("closure", "closed_on outcome reason"),
    ])
    func programFieldsAreThere(name: String, fields: String) throws {
        let form = try StandardInstance.form(name)
        for field in fields.split(separator: " ") { #expect(form.field(String(field)) != nil, "\(name).\(field)") }
    }

    @Test func sensitiveFieldsHaveTheirClass() throws {
        let expected = [
            ("notification", "notifier_name", "notifier"), ("notification", "notifier_contact", "notifier"),
            ("child", "national_id", "identity"), ("child", "address", "address"), ("child", "phone", "contact"),
            ("child", "safe_contact", "contact"), ("child", "health_summary", "health"), ("family", "address", "address"),
            ("placement", "carer_address", "carer"), ("user", "user_name", "account"),
        ]
        for (form, field, permission) in expected {
            #expect(try StandardInstance.form(form).field(field)?.permission == permission, "\(form).\(field)")
        }
    }

    @Test func classifiersHaveUniqueCodesAndTitles() throws {
        for file in try StandardInstance.names(in: "classifiers") where file.hasSuffix(".csv") {
            let table = try CSVTable(StandardInstance.text("classifiers/\(file)"))
            let codes = table.rows.compactMap { $0["code"] }
            let short = table.rows.compactMap { $0["short_code"] }
            #expect(codes.count == table.rows.count && Set(codes).count == codes.count, "\(file)")
            #expect(short.count == table.rows.count && Set(short).count == short.count, "\(file)")
            for row in table.rows {
                for (_, column) in table.languages(of: "label") { #expect(row[column] != nil, "\(file) row \(row.number)") }
            }
        }
    }
}
