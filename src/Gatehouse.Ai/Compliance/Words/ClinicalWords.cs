namespace Gatehouse.Ai.Compliance.Words;

/// <summary>
/// What speaks of health: strong words do by themselves, hints only together. Diagnoses and findings after the chapters of ICD-10-CM, medications by
/// generic and usual brand name, procedures, laboratory values. Endings catch the rest of a word family.
/// </summary>
internal static class ClinicalWords
{
    public const string Strong = """
        diabetes diabetic hypertension hypertensive cancer carcinoma melanoma lymphoma leukemia leukaemia tumor tumour metastatic metastasis metastases
        asthma copd emphysema pneumonia bronchitis tuberculosis covid-19 covid influenza hiv aids hepatitis cirrhosis pancreatitis appendicitis
        diverticulitis colitis crohn crohns gastritis gerd ulcerative stroke tia seizure seizures epilepsy epileptic migraine migraines
        dementia alzheimer alzheimers parkinson parkinsons multiple_sclerosis neuropathy autism adhd schizophrenia schizophrenic bipolar psychosis
        suicidal ptsd anorexia bulimia depressive anxiety_disorder panic_attack panic_attacks major_depression clinical_depression
        anemia anaemia thrombosis embolism dvt hemophilia sickle_cell sepsis septic mrsa cellulitis arthritis osteoporosis fibromyalgia lupus
        gout psoriasis eczema endometriosis pcos miscarriage ectopic preeclampsia eclampsia pregnant pregnancy gestational trimester prenatal antenatal postpartum obstetric gravida
        infertility ivf chlamydia gonorrhea syphilis herpes hpv sti std uti nephropathy dialysis ckd esrd kidney_disease renal_failure kidney_stones
        heart_failure heart_attack heart_disease myocardial infarction angina afib fibrillation arrhythmia tachycardia bradycardia cardiomyopathy
        coronary atherosclerosis stenosis aneurysm hyperlipidemia hypercholesterolemia hypothyroidism hyperthyroidism hypothyroid thyroiditis hashimoto
        graves_disease addison cushing goiter obesity_surgery concussion fracture fractured dislocation laceration hemorrhage haemorrhage hematoma
        glaucoma cataract cataracts retinopathy macular_degeneration tinnitus vertigo apnea sleep_apnea insomnia narcolepsy
        down_syndrome cystic_fibrosis muscular_dystrophy cerebral_palsy huntington huntingtons als parkinsonism tourette
        opioid_use substance_abuse alcoholism alcohol_use_disorder withdrawal_symptoms detox methadone_clinic relapse_prevention
        chemotherapy chemo radiotherapy radiation_therapy immunotherapy mastectomy hysterectomy appendectomy colonoscopy endoscopy biopsy biopsies
        angioplasty stent bypass_surgery cabg c-section cesarean caesarean transplant amputation intubated intubation ventilator tracheostomy catheter
        mri ct_scan cat_scan x-ray xray ultrasound echocardiogram ekg ecg eeg mammogram pap_smear hba1c a1c lumbar_puncture angiogram
        patient patients inpatient outpatient hospital hospitalized hospitalised hospitalization clinic physician physicians surgeon surgery surgeries
        cardiologist cardiology oncologist oncology neurologist neurology psychiatrist psychiatry dermatologist pediatrician pediatric obgyn gynecologist
        urologist gastroenterologist endocrinologist rheumatologist nephrologist pulmonologist radiologist radiology anesthesiologist orthopedic icu nicu picu er_visit emergency_room
        prognosis comorbidities comorbidity symptomatic asymptomatic afebrile febrile dyspnea edema dysphagia hematuria hemoptysis syncope diaphoresis jaundice cyanosis
        prescription prescriptions prescribed rx medication medications pharmacy pharmacist dosage milligrams antibiotic antibiotics antidepressant antidepressants
        diagnosed_with history_of_present_illness hpi chief_complaint past_medical_history pmh review_of_systems vital_signs discharge_summary progress_note medical_history
        medical_record medical_records medical_condition medical_diagnosis health_record test_results lab_results blood_pressure blood_test blood_tests blood_sugar
        blood_glucose heart_rate chest_pain shortness_of_breath abdominal_pain back_pain side_effects allergic allergies allergy immunization vaccinated vaccination
        mental_health behavioral_health telehealth telemedicine telepsychiatry counseling_session therapy_session psychologist midwife paramedic ambulance therapist psychotherapy rehab rehabilitation hospice palliative caregiver_notes nursing_home home_health treatment_plan
        health_insurance health_plan medicare medicaid hipaa phi icd icd-10 icd10 cpt_code hcpcs ndc
        insulin metformin lisinopril atorvastatin amlodipine metoprolol omeprazole losartan simvastatin gabapentin hydrochlorothiazide hctz sertraline zoloft
        fluoxetine prozac escitalopram lexapro citalopram celexa bupropion wellbutrin trazodone venlafaxine effexor duloxetine cymbalta alprazolam xanax
        lorazepam ativan clonazepam klonopin diazepam valium zolpidem ambien quetiapine seroquel olanzapine zyprexa risperidone risperdal aripiprazole abilify
        lithium lamotrigine lamictal levetiracetam keppra topiramate phenytoin valproate depakote carbamazepine adderall ritalin methylphenidate vyvanse
        warfarin coumadin apixaban eliquis rivaroxaban xarelto clopidogrel plavix heparin enoxaparin lovenox aspirin ibuprofen advil naproxen acetaminophen tylenol
        oxycodone oxycontin percocet hydrocodone vicodin morphine fentanyl tramadol methadone buprenorphine suboxone naloxone narcan codeine
        amoxicillin augmentin penicillin azithromycin zithromax ciprofloxacin levofloxacin doxycycline cephalexin vancomycin clindamycin bactrim
        prednisone prednisolone dexamethasone hydrocortisone albuterol ventolin fluticasone advair montelukast singulair tiotropium spiriva
        levothyroxine synthroid furosemide lasix spironolactone carvedilol atenolol propranolol diltiazem verapamil digoxin amiodarone nitroglycerin
        pantoprazole esomeprazole nexium famotidine ondansetron zofran semaglutide ozempic wegovy tirzepatide mounjaro liraglutide dulaglutide trulicity
        empagliflozin jardiance glipizide glimepiride pioglitazone sitagliptin januvia rosuvastatin crestor pravastatin ezetimibe tamoxifen letrozole
        methotrexate adalimumab humira etanercept enbrel infliximab remicade rituximab pembrolizumab keytruda nivolumab trastuzumab herceptin imatinib
        truvada biktarvy descovy prep_hiv antiretroviral paxlovid remdesivir acyclovir valacyclovir tamiflu finasteride tamsulosin sildenafil viagra tadalafil
        lantus humalog novolog tacrolimus cyclosporine mycophenolate hydroxychloroquine allopurinol colchicine sumatriptan donepezil aricept memantine
        """;

    public const string Hints = """
        doctor dr nurse nurses medical medicine health healthcare clinical clinician symptom symptoms diagnosis diagnoses diagnosed treatment treated treatments disease
        illness sick ill pain fever cough nausea vomiting headache headaches fatigue dizziness dizzy rash swelling bleeding infection infected virus viral bacterial
        chronic acute severe therapy therapies dose doses drug drugs pill pills tablet tablets capsule capsules injection vaccine blood urine stool lab labs
        test tests tested scan scans results exam examination checkup procedure condition disorder syndrome injury injured wound depression depressed anxiety
        stress weight bmi diet cholesterol glucose pulse heart lung lungs liver kidney kidneys brain stomach bowel skin bone bones breast prostate thyroid
        admitted discharged discharge admission ward bedside appointment referral referred specialist follow-up vitals temp oxygen saturation
        insurance insured copay beneficiary caregiver disability disabled donor recovery relapse remission screening deaths died overdose addiction sobriety pt dx tx hx
        birth baby newborn infant fetus labor contraception abortion hormone estrogen testosterone menopause sperm ovarian cervical pelvic
        """;

    public const string Labs = """
        a1c hba1c glucose cholesterol ldl hdl triglycerides creatinine bun egfr potassium sodium chloride calcium magnesium phosphate albumin bilirubin alt ast alp hemoglobin
        haemoglobin hgb hb hematocrit hct wbc rbc platelets plt inr troponin bnp tsh t4 t3 ferritin crp esr psa hcg lactate ph pco2 po2 spo2 o2 bp hr rr temp temperature
        bmi weight cd4 viral_load lipase amylase ck vitamin_d b12 folate uric_acid blood_pressure heart_rate blood_sugar blood_glucose
        """;

    public const string Units = "mg mcg ug ml dl mmol mmhg mg/dl g/dl ng/ml iu meq bpm mm hg units tablets tabs puffs kg lbs bid tid qid qhs prn po daily mmol/l";

    /// <summary>Endings of words of seven letters and more: inflammations, conditions of blood, operations, classes of drugs (USAN stems).</summary>
    public const string Endings = "itis emia aemia ectomy ostomy otomy oscopy plasty algia uria pnea plegia penia rrhea opathy sclerosis megaly "
        + "pril sartan statin olol prazole tidine cillin mycin cycline floxacin azole zepam zolam oxetine triptan gliptin gliflozin glutide "
        + "mab tinib navir vudine parin xaban setron dipine thiazide barbital caine lukast";

    /// <summary>Words with such an ending that have nothing to do with health.</summary>
    public const string NotEndings = "academia bohemia cocaine parking lobotomy dichotomy anatomy taxonomy novocaine economy autonomy gastronomy tremolo april crosstab "
        + "propria peria manuria guria liguria etruria sympathy apathy empathy telepathy chill hexapla megalith";
}
