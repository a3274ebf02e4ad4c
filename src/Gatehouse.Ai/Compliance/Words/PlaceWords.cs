namespace Gatehouse.Ai.Compliance.Words;

/// <summary>Words of addresses.</summary>
internal static class PlaceWords
{
    public const string States = """
        alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas
        kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma
        oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming
        al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx
        ut vt va wa wv wi wy dc new_hampshire new_jersey new_mexico new_york north_carolina north_dakota rhode_island south_carolina
        south_dakota west_virginia district_of_columbia
        """;

    public const string Cities = """
        york angeles chicago houston phoenix philadelphia antonio diego dallas jose austin jacksonville worth columbus charlotte
        indianapolis seattle denver boston nashville detroit portland memphis louisville baltimore milwaukee albuquerque tucson fresno
        sacramento mesa atlanta omaha raleigh miami oakland minneapolis tulsa tampa wichita cleveland bakersfield aurora honolulu anaheim
        lexington riverside stockton cincinnati pittsburgh newark greensboro toledo plano lincoln orlando irvine durham chandler buffalo
        madison laredo lubbock scottsdale reno glendale norfolk fremont garland hialeah richmond boise spokane tacoma springfield
        birmingham rochester knoxville worcester providence savannah syracuse dayton hartford bridgeport chattanooga topeka duluth
        fargo billings missoula cheyenne pueblo boulder eugene salem bellevue evanston peoria rockford naperville yonkers albany
        london manchester leeds liverpool bristol glasgow edinburgh toronto vancouver montreal ottawa calgary
        """;

    public const string StreetSuffixes = """
        street st avenue ave av road rd boulevard blvd lane ln drive dr court ct place pl terrace ter way circle cir parkway pkwy highway
        hwy trail trl square sq crescent cres close alley aly loop plaza pike row
        """;

    public const string Home = """
        lives live living resides residing resident address addresses addr located home from moved mailing residence hometown domiciled street_address
        home_address mailing_address
        """;

    public const string Organisations = """
        hospital university college school clinic foundation institute inc llc ltd corp corporation company co gmbh airport bridge river
        park lake mountain valley beach county bank group museum library church cathedral stadium theater theatre hotel island bay
        building tower station center centre award prize disease syndrome sign test method theorem algorithm law effect equation principle
        motors electronics pharmaceuticals labs laboratories systems technologies software cafe restaurant festival league cup trophy
        dynasty empire protocol api sdk license licence scale score index criteria classification pepper
        """;
}
