namespace Gatehouse.Ai.Compliance.Words;

/// <summary>Surnames: the most frequent ones of the US census of 2010, and frequent ones of other origins. Those that are ordinary words stand apart.</summary>
internal static class LastNames
{
    public const string Clear = """
        smith johnson williams jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson thomas moore jackson
        martin lee perez thompson harris sanchez clark ramirez lewis robinson walker allen wright torres nguyen flores adams nelson
        rivera campbell mitchell carter roberts gomez phillips evans turner diaz edwards collins reyes stewart morris morales murphy rogers
        gutierrez ortiz morgan peterson bailey kelly howard ramos kim watson brooks chavez bennett mendoza ruiz hughes alvarez castillo
        sanders patel myers foster jimenez powell jenkins perry russell sullivan butler henderson barnes gonzales fisher vasquez simmons
        romero jordan patterson alexander hamilton graham reynolds griffin wallace moreno herrera gibson ellis stevens tran medina
        murray marshall gomes castro wells alvarado simpson vargas mendez mcdonald kennedy cruz marshall owens harrison fernandez
        woods washington kennedy guzman burns henry snyder wagner hunter hicks crawford boyd mason munoz hunt romero black daniels
        palmer mills nichols grant knight ferguson stone hawkins dunn perkins hudson spencer gardner stephens payne pierce berry matthews
        arnold wagner willis ray watkins olson carroll duncan snyder hart cunningham bradley lane andrews ruiz harper fox riley armstrong
        carpenter weaver greene lawrence elliott chavez sims austin peters kelley franklin lawson fields gutierrez ryan schmidt carr vasquez
        castillo wheeler chapman oliver montgomery richards williamson johnston banks meyer bishop mccoy howell morrison hansen garza
        harvey little burton stanley nguyen george jacobs reid fuller lynch dean gilbert garrett welch larson frazier burke hanson day
        mendoza moreno bowman medina fowler brewer hoffman carlson silva pearson holland douglas fleming jensen vargas byrd davidson hopkins
        herrera wade soto walters curtis neal caldwell lowe jennings barnett graves jimenez horton shelton barrett obrien castro sutton
        gregory mckinney lucas miles craig rodriquez chambers holt lambert fletcher watts bates hale rhodes pena beck newman haynes mcdaniel
        mendez bush vaughn parks dawson santiago norris hardy love steele curry powers schultz barker guzman page munoz ball keller
        chandler weber leonard walsh lyons ramsey wolfe schneider mullins benson sharp bowen daniel barber cummings hines baldwin griffith
        valdez hubbard salazar reeves warner stevenson burgess santos tate cross garner mann mack moss thornton mcgee farmer delgado aguilar
        vega glover manning cohen harmon rodgers robbins newton blair higgins ingram reese cannon strickland townsend potter goodwin walton
        rowe hampton ortega patton swanson joseph francis goodman maldonado yates becker erickson hodges rios conner adkins webster norman
        malone hammond flowers cobb moody quinn blake maxwell pope floyd osborne paul mccarthy guerrero lindsey estrada sandoval gibbs
        tyler gross fitzgerald stokes doyle sherman saunders wise colon gill alvarado greer padilla simon waters nunez ballard schwartz
        mcbride houston christensen klein pratt briggs parsons mclaughlin zimmerman french buchanan moran copeland roy pittman brady
        mccormick holloway brock poole frank logan owen bass marsh drake wong jefferson park morton abbott sparks patrick norton huff
        clayton massey lloyd figueroa carson bowers roberson barton tran lamb harrington casey boone cortez clarke mathis singleton
        wilkins cain bryan underwood hogan mckenzie collier luna phelps mcguire allison bridges wilkerson nash summers atkins
        singh kumar sharma gupta shah khan ali ahmed hussain hassan begum rahman iqbal malik chowdhury mehta reddy rao nair iyer desai joshi
        kaur gill verma agarwal banerjee mukherjee das bose chatterjee wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo
        lin luo zheng liang tang feng deng cao peng zeng xiao tian dong pan yuan cai jiang ye su lu pham hoang phan vu dang bui ngo duong
        choi jung kang cho yoon jang lim han shin seo kwon hwang ahn song tanaka suzuki sato takahashi watanabe ito yamamoto nakamura
        kobayashi kato yoshida yamada sasaki matsumoto inoue kimura hayashi shimizu mori abe ikeda okada ivanov petrov sidorov smirnov
        kuznetsov popov volkov sokolov novak kowalski nowak wisniewski horvath muller schmidt schneider fischer meyer weber schulz becker
        hoffmann koch bauer richter klein wolf dubois durand moreau laurent lefebvre leroy roux fournier rossi russo ferrari esposito
        bianchi romano colombo ricci marino greco jensen nielsen hansen pedersen andersen larsen johansson karlsson nilsson eriksson okafor
        okonkwo adeyemi mensah owusu diallo traore mbeki dlamini nkosi moyo oconnor oneill osullivan brien connor neill mccarthy byrne
        gallagher kowalczyk papadopoulos silva santos oliveira souza pereira costa ferreira almeida barbosa vandenberg jansen visser debruijn
        doe roe scott king young hill green baker hall campbell brown white taylor cook rivera ward bell cooper richardson wood price bennett gray
        long ross foster cole west jordan reed bryant stephens hayes ford warren rose freeman wells webb porter tucker hicks crawford boyd
        """;

    public const string AlsoWords = """
        king young hill green baker hall brown white cook ward bell wood woods price gray long cole west reed ford warren rose freeman wells porter
        hunter black mills knight stone hart lane fox carpenter weaver fields banks bishop little day bush parks love sharp powers page ball
        barber cross mann mack moss farmer cannon potter flowers pope wise waters french frank drake park sparks lamb bridges summers
        grant ray hunt mason palmer payne berry pierce dean holland graves lowe miles watts bates hale steele curry beck marsh bass rich
        lee li ma sun hu lin pan ye su lu das long an can so do ho may han song tang lim cho jung gross simon stokes jordan austin
        houston washington jefferson jackson logan hamilton franklin lincoln hudson mercedes kim singleton cook walker turner carter taylor
        cooper parker fisher gardner hughes scott martin thomas lewis james paul george henry daniel joseph francis norman floyd
        chambers barrett wolf koch bauer klein rose cain newton simpson dell ping ford chase wang weber harper dawson price marino fields
        """;
}
