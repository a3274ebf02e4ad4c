namespace Gatehouse.Ai.Compliance.Words;

/// <summary>Frequent words that stand capitalised at the beginning of sentences, in titles and in labels, and are no names.</summary>
internal static class OrdinaryWords
{
    public const string All = """
        a about above accepted access according account across act action add added address admin after again against age ago agree ahead all allow almost alone along
        already also although always am amazing an analysis and another answer any anyone anything api app application apply are area around array article as ask asked
        assistant at attached attending available away back background bad based basic be became because become been before began begin behind being believe below
        best better between beyond big blood board body book both bottom box bring brother build business but buy by call called came can cannot care case cause
        central certain chapter check child children choose city class clear client close code college come comes coming common company complete condition
        configuration consider contact content context continue control copy correct cost could country course create created credit current currently customer
        daily data database date day days dear death decide decision default delete department describe description design detail details develop did difference different
        dinner do document does doing done down draft drive due during each earlier early easy either email emergency employee empty end english enough enter entire error
        especially etc even evening event ever every everyone everything exact example except exist expect explain export eye face fact fail false family far
        father fax feature feel few field file final finally find first five follow following food for form format found four free friend from front full function further
        future general generate get girl give given go goes going gone good got government great group grow guide had half hand happen hard has have having he head
        health hear heart hello help her here hers herself hi high him himself his history hold home hospital hot hour house how however human hundred husband
        i idea if image important in include including increase index info information input inside instead insurance international into is issue it item its itself job
        join json just keep key kind know known label language large last late later law lead learn least leave left less let letter level life light like likely line list
        little live local location log long look lot love low made main major make man manager many map market matter maybe me mean medical medicine medication
        meeting member memo men mental message method middle might mind minute miss model modern moment monday money month months more morning most mother move mr mrs ms
        much must my name national near need needs network never new news next night no none nor north not note notes nothing notice now number object of off office often
        oh ok old on once one only open option or order organization other others our out outside over own page paper parent part party pass password past patient patients
        pay people per percent perhaps period person phone physical place plan play please point policy political position possible power present president pressure price
        primary problem process product professor program project provide provider public put question quick quickly quite ran rate rather reach read ready real really
        reason receive recent recommend record red refer reference regarding regards region report request require research response rest result results return review right risk
        role room rule run said same saturday save say school science search second section security see seem self send sent series service session set several she
        short should show side sign simple since single sir sister site size small so social software some someone something son soon sorry source south special
        specific spring staff stage standard start state states status stay step still stop store story street string strong student study stuff subject such suggest
        summarize summary sunday support sure surgery system table take taken talk tax team tech tell template term test text than thank thanks that the their them then
        there these they thing things think third this those though thought three through thursday time title to today together told tomorrow tonight too took tool top
        total toward town translate treatment true try tuesday turn two type under understand united until up update upon us use used user using usually value various version very via view visit
        visited vitals wait walk want war was water way we wednesday week weeks welcome well went were west what when where whether which while who whole whose why wife will wish with
        within without woman women word words work world would write wrong yeah year years yes yesterday yet you young your yours zip street avenue road
        allergies assessment chief complaint diagnosis dob exam findings follow impression labs med meds mrn objective plan presents referral rx ssn subjective subscriber
        admitted discharge discharged presented reports denies states has lives seen spoke emailed noted prescribed scheduled male female boy him her
        python java javascript typescript rust golang docker kubernetes linux windows android apple google microsoft amazon azure aws github gitlab openai anthropic
        ollama bedrock postgres redis nginx kafka react angular vue node npm pip bash shell server cloud gateway tokens
        european american british french german spanish italian chinese japanese indian african asian canadian mexican
        summarise rewrite classify extract compose tell describe compare list give explain generate outline hereby apt suite unit floor box po ste bldg
        """;
}
