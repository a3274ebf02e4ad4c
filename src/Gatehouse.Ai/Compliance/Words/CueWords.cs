namespace Gatehouse.Ai.Compliance.Words;

/// <summary>Words that say what stands beside them. '_' joins the words of a phrase.</summary>
internal static class CueWords
{
    public static readonly (WordFlags Flags, string Words)[] All =
    [
        (WordFlags.Title, "mr mrs ms miss mister dr doctor prof professor rev reverend sr sra senor senora capt sgt madam sir nurse"),
        (WordFlags.NameCue, "patient pt name names named called dear hi hello hey regards sincerely signed signature client member subscriber "
            + "beneficiary insured guarantor attending physician provider surgeon referring contact employee applicant customer cardholder "
            + "holder resident student victim defendant plaintiff tenant claimant signatory author attn attention mister recipient caller veteran "
            + "first_name last_name given family given_name family_name sender from to cc bcc signed full_name surname forename firstname lastname fullname fname lname maiden nickname aka alias "
            + "patient_name i_am i'm im am my_name thanks cheers caregiver proxy donor spouse dependent decedent"),
        (WordFlags.Relation, "wife husband son daughter mother father mom dad brother sister uncle aunt grandmother grandfather grandma grandpa "
            + "partner fiance fiancee girlfriend boyfriend friend neighbor neighbour colleague boss coworker cousin niece nephew roommate mum"),
        (WordFlags.Person, "patient patients pt member subscriber beneficiary employee student customer client insured enrollee resident claimant "
            + "veteran guarantor policyholder driver taxpayer applicant"),
        (WordFlags.CueSsn, "ssn ssns ss socsec social_security social_security_number social_sec soc_sec social_insurance_number_us"),
        (WordFlags.CueMrn, "mrn mrns chart medrec emr ehr umrn hospital_number hosp_no medical_record medical_record_number medical_records medical_rec med_rec "
            + "record_number patient_id patient_number patient_no patient_identifier pt_id pid encounter encounter_id visit_number accession "
            + "accession_number case_number admission_number fin csn specimen specimen_id health_record study_id"),
        (WordFlags.CuePlan, "hicn mbi medicare medicaid insurance_id insurance_number member_id member_number memberid subscriber_id subscriber_number policy "
            + "policy_number policy_no policy_id beneficiary_id beneficiary_number beneficiary plan_id plan_number health_plan insurance insured_id group_number "
            + "group_id subscriber bcbs aetna cigna humana unitedhealthcare kaiser anthem tricare member_no claim_number claim payer coverage"),
        (WordFlags.CueAccount, "account acct accounts a/c account_number account_no acct_no acct_number bank_account checking savings iban bban swift bic routing_account "
            + "billing_account debit_account konto deposit sort_code"),
        (WordFlags.CueAba, "aba routing rtn routing_number aba_number transit routing_transit"),
        (WordFlags.CuePhone, "phone phones telephone tel cell cellphone mobile call callback contact_number phone_number text whatsapp ph landline dial ring sms voicemail "
            + "pager beeper reach_me reach reached hotline phoned calls"),
        (WordFlags.CueFax, "fax facsimile telefax faxed fax_number faxes"),
        (WordFlags.CueLicence, "license licence licenses lic license_number licence_number dl driver driver_s_license drivers_license driver_license driving_licence "
            + "certificate certification cert certificate_number certified state_license medical_license license_no permit registration_number credential"),
        (WordFlags.CueNpi, "npi npis national_provider national_provider_identifier provider_id provider_number"),
        (WordFlags.CueDea, "dea dea_number dea_no"),
        (WordFlags.CueVehicle, "vin vehicle plate plates license_plate licence_plate tag_number vehicle_identification vehicle_identification_number registration car chassis number_plate"),
        (WordFlags.CueDevice, "serial s/n serial_number serial_no sn device device_id implant pacemaker icd_implant defibrillator udi imei imsi meid pump stent prosthesis "
            + "device_serial device_identifier implanted android_id idfa udid advertising_id lot"),
        (WordFlags.CueBirth, "dob d.o.b birthdate birthday birth born date_of_birth birth_date dateofbirth bday birthdays nacimiento geburtsdatum"),
        (WordFlags.CueCare, "admitted admission admit discharged discharge visit visited seen surgery died deceased death appointment presented hospitalized "
            + "hospitalised diagnosed treated operation operated procedure collected drawn follow-up followup scheduled consult consultation delivered dod doa dos "
            + "date_of_service service_date admission_date discharge_date date_of_death onset implanted exam examined evaluated vaccinated transferred intubated "
            + "expired passed_away underwent prescribed started biopsy injury injured accident encounter_date date_of_visit imaging scan mri arrived checkup appt"),
        (WordFlags.CuePassport, "passport passports passport_number passport_no travel_document"),
        (WordFlags.CueTax, "itin tin taxpayer tax tax_id taxpayer_id tax_identification ein"),
        (WordFlags.CueNhs, "nhs nhs_number nhs_no national_health health_service"),
        (WordFlags.CueNino, "nino ni national_insurance national_insurance_number ni_number nin"),
        (WordFlags.CueSin, "sin social_insurance social_insurance_number nas"),
        (WordFlags.CueIp, "ip ips ipv4 ipv6 ip_address address host login logged connected visitor client_ip source_ip remote"),
        (WordFlags.CueCard, "card cards visa mastercard amex discover credit debit credit_card debit_card card_number cc ccn pan maestro jcb cardholder charge"),
        (WordFlags.CueId, "id ids identifier identification number no num nr record code reference_number case badge ref identity user_id uid userid tracking_id"),
        (WordFlags.CueUrl, "portal profile website homepage blog"),
        (WordFlags.CueAge, "age aged ages yo y/o aged"),
        (WordFlags.Years, "year years yr yrs yo old yold"),
        (WordFlags.CueZip, "zip zipcode zip_code postal postal_code postcode zips postalcode"),
        (WordFlags.CueHome, PlaceWords.Home),
        (WordFlags.CueCode, "icd icd10 icd-10 cpt hcpcs ndc dx diagnosis diagnoses diagnosed procedure_code billing_code diagnosis_code snomed loinc rxnorm drg coded code codes billed assessment "
            + "impression icd9 medical_coding"),
        (WordFlags.CueSecret, "password passwd pwd passphrase secret token apikey api_key access_key secret_key bearer credentials"),
        (WordFlags.Negative, "order orders sku version ver release build isbn issn commit port invoice tracking ticket sha uuid guid price lat lon latitude longitude error line "
            + "pull issue pr bug jira request trace span page pages chapter section model part item batch revision checksum hash offset byte bytes timestamp epoch "
            + "unix pixel pixels width height total amount cost usd eur route episode season job run pipeline seed temperature max min limit tokens token_count "
            + "asin upc ean doi arxiv rfc cve flight room seat row column index count size length frames px purchase_order po quantity qty transaction_id"),
        (WordFlags.Adverb, "be very being so more please stay remain extremely incredibly keep just become"),
        (WordFlags.Verb, "lives said says called calls was is has had works went presents presented presenting reports reported complains denies states admitted needs wants "
            + "takes took came died born visited asked told wrote emailed phoned aged whose reachable"),
        (WordFlags.Month, "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"),
        (WordFlags.State, PlaceWords.States),
        (WordFlags.City, PlaceWords.Cities),
        (WordFlags.Street, PlaceWords.StreetSuffixes),
        (WordFlags.Organisation, PlaceWords.Organisations),
        (WordFlags.Ordinary, OrdinaryWords.All),
        (WordFlags.FirstName, FirstNames.Clear),
        (WordFlags.FirstName | WordFlags.Ambiguous, FirstNames.AlsoWords),
        (WordFlags.LastName, LastNames.Clear),
        (WordFlags.Ambiguous, LastNames.AlsoWords),
    ];
}
