namespace Gatehouse.Ai.Compliance.Normalising;

/// <summary>
/// Characters whose compatibility decomposition without marks is ASCII (Unicode Character Database 14.0, NFKD), and punctuation that stands
/// for ASCII in numbers. The program runs without ICU, where String.Normalize leaves everything as it is. Decimal digits of all scripts
/// are not in here: the runtime knows them.
/// </summary>
internal static class FoldingData
{
    /// <summary>First and last code point and what the first becomes; the others follow in step.</summary>
    public static readonly (int First, int Last, int To)[] Ranges =
    [
        (0x1D33, 0x1D3A, 71), (0x2074, 0x2079, 52), (0x2080, 0x2089, 48), (0x2096, 0x2099, 107), (0x2460, 0x2468, 49), (0x24B6, 0x24CF, 65),
        (0x24D0, 0x24E9, 97), (0xFF01, 0xFF0F, 33), (0xFF1A, 0xFF5E, 58), (0x107A5, 0x107A5, 113), (0x1D400, 0x1D419, 65), (0x1D41A, 0x1D433, 97),
        (0x1D434, 0x1D44D, 65), (0x1D44E, 0x1D454, 97), (0x1D456, 0x1D467, 105), (0x1D468, 0x1D481, 65), (0x1D482, 0x1D49B, 97),
        (0x1D49C, 0x1D49C, 65), (0x1D49E, 0x1D49F, 67), (0x1D4A2, 0x1D4A2, 71), (0x1D4A5, 0x1D4A6, 74), (0x1D4A9, 0x1D4AC, 78),
        (0x1D4AE, 0x1D4B5, 83), (0x1D4B6, 0x1D4B9, 97), (0x1D4BB, 0x1D4BB, 102), (0x1D4BD, 0x1D4C3, 104), (0x1D4C5, 0x1D4CF, 112),
        (0x1D4D0, 0x1D4E9, 65), (0x1D4EA, 0x1D503, 97), (0x1D504, 0x1D505, 65), (0x1D507, 0x1D50A, 68), (0x1D50D, 0x1D514, 74),
        (0x1D516, 0x1D51C, 83), (0x1D51E, 0x1D537, 97), (0x1D538, 0x1D539, 65), (0x1D53B, 0x1D53E, 68), (0x1D540, 0x1D544, 73),
        (0x1D546, 0x1D546, 79), (0x1D54A, 0x1D550, 83), (0x1D552, 0x1D56B, 97), (0x1D56C, 0x1D585, 65), (0x1D586, 0x1D59F, 97),
        (0x1D5A0, 0x1D5B9, 65), (0x1D5BA, 0x1D5D3, 97), (0x1D5D4, 0x1D5ED, 65), (0x1D5EE, 0x1D607, 97), (0x1D608, 0x1D621, 65),
        (0x1D622, 0x1D63B, 97), (0x1D63C, 0x1D655, 65), (0x1D656, 0x1D66F, 97), (0x1D670, 0x1D689, 65), (0x1D68A, 0x1D6A3, 97),
        (0x1D7CE, 0x1D7D7, 48), (0x1D7D8, 0x1D7E1, 48), (0x1D7E2, 0x1D7EB, 48), (0x1D7EC, 0x1D7F5, 48), (0x1D7F6, 0x1D7FF, 48),
        (0x1F12B, 0x1F12B, 67), (0x1F12C, 0x1F12C, 82), (0x1F130, 0x1F149, 65),
    ];

    /// <summary>Pairs: a character and what it becomes.</summary>
    public const string Singles =
        "  ¨ ªa¯ ²2³3´ ·.¸ ¹1ºoÀAÁAÂAÃAÄAÅAÇCÈEÉEÊEËEÌIÍIÎIÏIÐDÑNÒOÓOÔOÕOÖOØOÙUÚUÛUÜUÝYàaáaâaãaäaåaçcèeéeêeëeìiíiîiïiðdñnòoóoôoõoöoøoùuúuûuüuýyÿyĀAāaĂAăaĄAąaĆCćcĈCĉcĊCċcČCčcĎDďdĐD"
        + "đdĒEēeĔEĕeĖEėeĘEęeĚEěeĜGĝgĞGğgĠGġgĢGģgĤHĥhĨIĩiĪIīiĬIĭiĮIįiİIıiĴJĵjĶKķkĹLĺlĻLļlĽLľlŁLłlŃNńnŅNņnŇNňnŌOōoŎOŏoŐOőoŔRŕrŖRŗrŘRřrŚSśsŜSŝsŞSşsŠSšsŢTţtŤTťtŨUũuŪUūuŬUŭuŮUůuŰUűuŲUųu"
        + "ŴWŵwŶYŷyŸYŹZźzŻZżzŽZžzſsƠOơoƯUưuǀ|ǍAǎaǏIǐiǑOǒoǓUǔuǕUǖuǗUǘuǙUǚuǛUǜuǞAǟaǠAǡaǦGǧgǨKǩkǪOǫoǬOǭoǰjǴGǵgǸNǹnǺAǻaȀAȁaȂAȃaȄEȅeȆEȇeȈIȉiȊIȋiȌOȍoȎOȏoȐRȑrȒRȓrȔUȕuȖUȗuȘSșsȚTțtȞHȟhȦAȧaȨE"
        + "ȩeȪOȫoȬOȭoȮOȯoȰOȱoȲYȳyʰhʲjʳrʷwʸyʼ'˘ ˙ ˚ ˛ ˜ ˝ ˡlˢsˣxͺ ;;΄ ΅ ᴬAᴮBᴰDᴱEᴼOᴾPᴿRᵀTᵁUᵂWᵃaᵇbᵈdᵉeᵍgᵏkᵐmᵒoᵖpᵗtᵘuᵛvᵢiᵣrᵤuᵥvᶜcᶠfᶻzḀAḁaḂBḃbḄBḅbḆBḇbḈCḉcḊDḋdḌDḍdḎDḏdḐDḑdḒDḓdḔEḕeḖEḗeḘEḙe"
        + "ḚEḛeḜEḝeḞFḟfḠGḡgḢHḣhḤHḥhḦHḧhḨHḩhḪHḫhḬIḭiḮIḯiḰKḱkḲKḳkḴKḵkḶLḷlḸLḹlḺLḻlḼLḽlḾMḿmṀMṁmṂMṃmṄNṅnṆNṇnṈNṉnṊNṋnṌOṍoṎOṏoṐOṑoṒOṓoṔPṕpṖPṗpṘRṙrṚRṛrṜRṝrṞRṟrṠSṡsṢSṣsṤSṥsṦSṧsṨSṩsṪTṫtṬTṭtṮT"
        + "ṯtṰTṱtṲUṳuṴUṵuṶUṷuṸUṹuṺUṻuṼVṽvṾVṿvẀWẁwẂWẃwẄWẅwẆWẇwẈWẉwẊXẋxẌXẍxẎYẏyẐZẑzẒZẓzẔZẕzẖhẗtẘwẙyẛsẠAạaẢAảaẤAấaẦAầaẨAẩaẪAẫaẬAậaẮAắaẰAằaẲAẳaẴAẵaẶAặaẸEẹeẺEẻeẼEẽeẾEếeỀEềeỂEểeỄEễeỆEệeỈI"
        + "ỉiỊIịiỌOọoỎOỏoỐOốoỒOồoỔOổoỖOỗoỘOộoỚOớoỜOờoỞOởoỠOỡoỢOợoỤUụuỦUủuỨUứuỪUừuỬUửuỮUữuỰUựuỲYỳyỴYỵyỶYỷyỸYỹy᾽ ᾿ ῀ ῁ ῍ ῎ ῏ ῝ ῞ ῟ ῭ ΅ ``´ ῾                       ‐-‑-‒-–-—-―-‗ ‘'’'"
        + "“\"”\"•.․.  ‾ ⁃-⁄/  ⁰0ⁱi⁺+⁼=⁽(⁾)ⁿn₊+₌=₍(₎)ₐaₑeₒoₓxₕhₚpₛsₜtℂCℊgℋHℌHℍHℎhℐIℑIℒLℓlℕNℙPℚQℛRℜRℝRℤZℨZKKÅAℬBℭCℯeℰEℱFℳMℴoℹiⅅDⅆdⅇeⅈiⅉjⅠIⅤVⅩXⅬLⅭCⅮDⅯMⅰiⅴvⅹxⅼlⅽcⅾdⅿm−-∕/∙.∣|≠=≮<≯>⋅.⓪0"
        + "⦁.⧸/ⱼjⱽV　 。.゛ ゜ ・.ꟲCꟳFꟴQ﬩+ﱞ ﱟ ﱠ ﱡ ﱢ ﱣ ︐,︓:︔;︕!︖?︳_︴_︵(︶)︷{︸}﹇[﹈]﹉ ﹊ ﹋ ﹌ ﹍_﹎_﹏_﹐,﹒.﹔;﹕:﹖?﹗!﹙(﹚)﹛{﹜}﹟#﹠&﹡*﹢+﹣-﹤<﹥>﹦=﹨\\﹩$﹪%﹫@ﹰ ﹲ ﹴ ﹶ ﹸ ﹺ ﹼ ﹾ ￣ ";

    /// <summary>A character and the several it becomes, each with a space behind.</summary>
    public const string Several =
        "¼1/4 ½1/2 ¾3/4 ÆAE ÞTh ßss æae þth ĲIJ ĳij ŒOE œoe ǄDZ ǅDz ǆdz ǇLJ ǈLj ǉlj ǊNJ ǋNj ǌnj ǱDZ ǲDz ǳdz ‥.. …... ‼!! ⁇?? ⁈?! ⁉!? ₨Rs ℀a/c ℁a/s ℅c/o ℆c/u №No ℠SM ℡TEL ™TM ℻FAX "
        + "⅐1/7 ⅑1/9 ⅒1/10 ⅓1/3 ⅔2/3 ⅕1/5 ⅖2/5 ⅗3/5 ⅘4/5 ⅙1/6 ⅚5/6 ⅛1/8 ⅜3/8 ⅝5/8 ⅞7/8 ⅟1/ ⅡII ⅢIII ⅣIV ⅥVI ⅦVII ⅧVIII ⅨIX ⅪXI ⅫXII ⅱii ⅲiii ⅳiv ⅵvi ⅶvii ⅷviii ⅸix ⅺxi ⅻxii ↉0/3 "
        + "⑩10 ⑪11 ⑫12 ⑬13 ⑭14 ⑮15 ⑯16 ⑰17 ⑱18 ⑲19 ⑳20 ⑴(1) ⑵(2) ⑶(3) ⑷(4) ⑸(5) ⑹(6) ⑺(7) ⑻(8) ⑼(9) ⑽(10) ⑾(11) ⑿(12) ⒀(13) ⒁(14) ⒂(15) ⒃(16) ⒄(17) ⒅(18) ⒆(19) ⒇(20) ⒈1. ⒉2. ⒊3. "
        + "⒋4. ⒌5. ⒍6. ⒎7. ⒏8. ⒐9. ⒑10. ⒒11. ⒓12. ⒔13. ⒕14. ⒖15. ⒗16. ⒘17. ⒙18. ⒚19. ⒛20. ⒜(a) ⒝(b) ⒞(c) ⒟(d) ⒠(e) ⒡(f) ⒢(g) ⒣(h) ⒤(i) ⒥(j) ⒦(k) ⒧(l) ⒨(m) ⒩(n) ⒪(o) ⒫(p) ⒬(q) ⒭(r) "
        + "⒮(s) ⒯(t) ⒰(u) ⒱(v) ⒲(w) ⒳(x) ⒴(y) ⒵(z) ⩴::= ⩵== ⩶=== ㉐PTE ㉑21 ㉒22 ㉓23 ㉔24 ㉕25 ㉖26 ㉗27 ㉘28 ㉙29 ㉚30 ㉛31 ㉜32 ㉝33 ㉞34 ㉟35 ㊱36 ㊲37 ㊳38 ㊴39 ㊵40 ㊶41 ㊷42 ㊸43 ㊹44 ㊺45 ㊻46 ㊼47 "
        + "㊽48 ㊾49 ㊿50 ㋌Hg ㋍erg ㋎eV ㋏LTD ㍱hPa ㍲da ㍳AU ㍴bar ㍵oV ㍶pc ㍷dm ㍸dm2 ㍹dm3 ㍺IU ㎀pA ㎁nA ㎃mA ㎄kA ㎅KB ㎆MB ㎇GB ㎈cal ㎉kcal ㎊pF ㎋nF ㎎mg ㎏kg ㎐Hz ㎑kHz ㎒MHz ㎓GHz ㎔THz ㎖ml ㎗dl ㎘kl ㎙fm "
        + "㎚nm ㎜mm ㎝cm ㎞km ㎟mm2 ㎠cm2 ㎡m2 ㎢km2 ㎣mm3 ㎤cm3 ㎥m3 ㎦km3 ㎩Pa ㎪kPa ㎫MPa ㎬GPa ㎭rad ㎰ps ㎱ns ㎳ms ㎴pV ㎵nV ㎷mV ㎸kV ㎹MV ㎺pW ㎻nW ㎽mW ㎾kW ㎿MW ㏂a.m. ㏃Bq ㏄cc ㏅cd ㏇Co. ㏈dB ㏉Gy ㏊ha ㏋HP "
        + "㏌in ㏍KK ㏎KM ㏏kt ㏐lm ㏑ln ㏒log ㏓lx ㏔mb ㏕mil ㏖mol ㏗PH ㏘p.m. ㏙PPM ㏚PR ㏛sr ㏜Sv ㏝Wb ㏿gal ﬀff ﬁfi ﬂfl ﬃffi ﬄffl ﬅst ﬆst ︙... ︰.. ";

    /// <summary>Pairs: a Greek or Cyrillic letter and the Latin one that looks like it. Only inside words that have Latin letters as well.</summary>
    public const string LookAlikes = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwѵvАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSοoαaνvρpτtυuχxιiκkΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXкkмmтtвbнhӏlӀIɑaɡgⅼl";
}
