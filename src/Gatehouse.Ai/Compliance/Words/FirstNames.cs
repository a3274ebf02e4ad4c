namespace Gatehouse.Ai.Compliance.Words;

/// <summary>
/// Given names: the most frequent ones of the US census of 1990 and of later births, and frequent ones of other origins. Names that are
/// ordinary words, places or brands as well stand apart: they need a cue or a surname beside them.
/// </summary>
internal static class FirstNames
{
    public const string Clear = """
        james john robert michael david richard joseph thomas charles christopher daniel matthew anthony donald steven paul andrew joshua
        kenneth kevin brian george timothy ronald jason edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott
        brandon benjamin samuel gregory alexander patrick jerry tyler henry jose aaron nathan adam zachary walter harold kyle carl arthur
        gerald roger keith jeremy lawrence terry sean albert joe ethan willie billy bryan bruce ralph roy eugene louis wayne alan juan russell
        vincent philip bobby johnny bradley randy howard barry leonard craig gabriel derek theodore clarence ernest melvin alfred francis
        joel edwin frederick leroy stanley herbert marcus clifford bernard mario manuel calvin raymond gordon ricardo oscar fernando
        roberto eduardo carlos luis miguel angel javier pedro rafael francisco antonio alejandro sergio jorge raul ramon enrique hector
        julio cesar alberto armando arturo ruben felipe diego pablo andres salvador ignacio gustavo guillermo esteban emilio rodrigo
        dylan logan noah liam lucas elijah owen caleb isaac luke isaiah connor jayden aiden jackson evan gavin julian levi sebastian
        dominic wyatt adrian colton cameron xavier tristan brayden ian nathaniel jaxon malik darnell terrence tyrone jamal deshawn darius
        andre lamar trevor shawn dustin brett travis curtis rodney glenn marvin leon lloyd vernon clyde lester wendell otis elmer floyd
        mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna
        michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela
        emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce
        kelly christina lauren joan evelyn judith megan cheryl andrea hannah martha jacqueline frances gloria ann teresa kathryn sara
        janice jean alice madison doris abigail julia judy beverly denise marilyn amber danielle brittany rosa sophia marie theresa
        isabella natalie lori tiffany kayla alexis lillian wanda ethel irene edna gladys ellen elaine rita yolanda tammy crystal anita
        carmen lucille emma monica esther pauline juanita rhonda hazel josephine phyllis norma annie connie peggy tina gertrude sheila
        erin wendy beth michele stacy jill vanessa valerie erica alicia veronica leslie regina lucia marisol guadalupe ana luz elena sofia
        camila valentina mariana gabriela daniela alejandra adriana leticia silvia beatriz claudia paola fatima lakisha latoya keisha
        tamika shanice aaliyah ebony imani kiara zoe chloe mia ava ella avery harper scarlett aria layla nora hailey leah audrey brooklyn
        claire lucy stella penelope maya naomi eliana caroline savannah genesis kennedy allison gianna makayla mackenzie jasmine
        ahmed mohammed muhammad mohamed mohammad ali omar hassan hussein ibrahim khalid yusuf youssef mustafa tariq bilal karim samir rashid
        aisha khadija maryam zainab leila yasmin noor amina samira raj ravi sanjay vijay rahul amit anil sunil suresh ramesh rajesh
        arjun rohan vikram deepak manoj ashok prakash krishna priya anjali pooja neha sunita lakshmi meera kavita divya asha anita shreya
        wei ming jing xiao hui yan jun ying mei hong li fang hao chen yang jian minh nguyen thanh linh tuan duc anh trang huong thuy
        hiroshi takashi kenji yuki haruto yui akira sakura naoko kazuo satoshi jin minjun seojun jiwoo hyun soo minji eun kyung
        ivan dmitri dmitry sergei vladimir boris olga natasha tatiana svetlana irina ekaterina anastasia yuri mikhail alexei nikolai
        hans klaus jurgen wolfgang heinrich stefan matthias ingrid greta heidi sabine monika pierre jacques francois antoine luc michel
        camille juliette amelie giovanni giuseppe marco paolo luca matteo francesca chiara alessandro lorenzo giulia bjorn lars sven
        erik astrid freya oliver harry alfie freddie archie isla poppy nigel alistair fiona siobhan niamh declan seamus liam rhys gareth
        kwame kofi chidi emeka ngozi adaeze chinedu oluwaseun amara zuri thabo sipho nomsa tendai wanjiru kamau
        timothee rosemary bernadette priscilla marguerite eleanor beatrice florence winifred agnes mildred bertha thelma opal viola
        jane kate anne tom tim jim ben sam nick matt mike dave steve chris tony greg jeff jon ken dan don leo victor felix marina alex andy josh pete ned ted liz katie jenny susie maggie becky vicky debbie cindy mandy sally molly rosie jimmy tommy danny kenny ronnie freddy eddie charlie lou hal kim lee bella israel taylor carter nova luna
        """;

    public const string AlsoWords = """
        will mark grace hope rose may april june august summer autumn faith joy dawn eve iris ivy lily daisy violet olive ginger
        rich bill frank jack art gene dean guy chase hunter grant chance cash drew pat rob bob sue dale glen lane cliff dick ray
        max rusty buddy penny sky star angel chad jordan austin paris london sydney charlotte victoria virginia georgia carolina dakota
        savannah brooklyn kent chelsea florence lincoln kennedy phoenix dallas houston denver
        mercedes alexa siri claude gemini ruby jade amber crystal pearl opal cherry candy honey melody harmony destiny trinity
        christian pierce miles parker mason cooper turner harper reed wade ward forest robin sandy misty stormy
        jenkins maven travis jasper jupiter sun an can long so do van
        val viola angel star major king prince duke earl
        skye eden mercy constance prudence patience justice
        genesis logan
        """;
}
