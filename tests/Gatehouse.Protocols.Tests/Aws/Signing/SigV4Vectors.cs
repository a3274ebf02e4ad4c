namespace Gatehouse.Protocols.Tests.Aws.Signing;

/// <summary>
/// AWS's SigV4 test suite (published with aws-c-auth and the SDKs): name, request, and the signatures that must come out of it in the
/// header and in the query (3600 s). Credential, time, region us-east-1 and service "service" are the same for all.
/// </summary>
internal static class SigV4Vectors
{
    private const string Alphabet = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private const string PostVanilla = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    private const string Token = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";
    private const string LongToken = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    public static IReadOnlyList<SigV4Vector> All { get; } =
    [
        Get("get-vanilla", "/", Vanilla),
        Get("get-vanilla-query", "/", Vanilla),
        Get("get-vanilla-empty-query-key", "/?Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
        Get("get-vanilla-query-order-key-case", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500", "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5"),
        Get("get-vanilla-query-order-encoded", "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac", "c5f1848ceec943ac2ca68ee720460c23aaae30a2300586597ada94c4a65e4787"),
        Get("get-vanilla-query-unreserved", $"/?{Alphabet}={Alphabet}", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197", "8e76a88a7433637b12778d5592799b29ad21ecd6cf6325051c21d86f0acda2bf"),
        Get("get-vanilla-utf8-query", "/?\u1234=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04", "0bdd809b1519ac4f0c1dc3540e2cc46bd0c7f778eda408b2ebf3b913d21ff600"),
        Get("get-unreserved", $"/{Alphabet}", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        Get("get-utf8", "/\u1234", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85", "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44"),
        Get("get-space-normalized", "/example space/", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        Get("get-relative-relative-normalized", "/example1/example2/../..", Vanilla),
        Get("get-slash-dot-slash-normalized", "/./", Vanilla),
        Get("get-slash-pointless-dot-normalized", "/./example", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"),
        Get("get-slashes-normalized", "//example//", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        AsIs("get-relative-relative-unnormalized", "/example1/example2/../..", "dc33e0856fd4baca4d7aa2146c38958283844764f38c74252a333df5e613003b"),
        AsIs("get-slash-dot-slash-unnormalized", "/./", "68714168e6557f8f2de0ef956fc24dc2593a4bd2961f8df51898d8a134695145", "a9b13e8f3484d9505bf1a6f347219f8f35b0fe8f128ceea597efc146a3dfe90c"),
        AsIs("get-slash-pointless-dot-unnormalized", "/./example", "beb03f223f7deae4146464f06e29eebbee9c8afbe15c290cf07aa8b119e14cff"),
        AsIs("get-slashes-unnormalized", "//example//", "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"),
        With("get-header-key-duplicate", "GET", "My-Header1:value2|My-Header1:value2|My-Header1:value1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea", query: "3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97"),
        With("get-header-value-multiline", "GET", "My-Header1:value1|My-Header1:value2|My-Header1:value3", "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790"),
        With("get-header-value-order", "GET", "My-Header1:value4|My-Header1:value1|My-Header1:value3|My-Header1:value2", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
        With("get-header-value-trim", "GET", "My-Header1: value1|My-Header2: \"a   b   c\"", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", query: "e7bb0fd515e125e1aec2ecc4c0c17484fb06f6846b927c35e46005dd3df3acd4"),
        With("get-vanilla-with-session-token", "GET", "", "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8", token: Token, query: "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c"),
        With("post-vanilla", "POST", "", PostVanilla),
        With("post-sts-header-after", "POST", "", PostVanilla),
        With("post-sts-header-before", "POST", $"X-Amz-Security-Token:{LongToken}", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", query: "aca67b49ed321f377645504bccbd5a65f9085c536ff1961bc49c835d30827b16"),
        With("post-header-key-sort", "POST", "My-Header1:value1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        With("post-header-value-case", "POST", "My-Header1:VALUE1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
        With("post-vanilla-query", "POST", "", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11", target: "/?Param1=value1"),
        With("post-vanilla-query-nonunreserved", "POST", "", "66c82657c86e26fb25238d0e69f011edc4c6df5ae71119d7cb98ed9b87393c1e", target: "/?@#$%^&+=/,?><`\";:\\|][{}"),
        With("post-vanilla-query-space", "POST", "", "e71688addb58a26418614085fb730ba3faa623b461c17f48f2fbdb9361b94a9b", target: "/?p"),
        With("post-x-www-form-urlencoded", "POST", "Content-Type:application/x-www-form-urlencoded", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a", body: "Param1=value1"),
        With("post-x-www-form-urlencoded-parameters", "POST", "Content-Type:application/x-www-form-urlencoded; charset=utf8", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe", body: "Param1=value1"),
    ];

    private static SigV4Vector Get(string name, string target, string header, string? query = null) => new(name, "GET", target, "", "", true, null, header, query);

    private static SigV4Vector AsIs(string name, string target, string header, string? query = null) => new(name, "GET", target, "", "", false, null, header, query);

    private static SigV4Vector With(string name, string method, string headers, string header, string body = "", string target = "/", string? token = null, string? query = null)
        => new(name, method, target, headers, body, true, token, header, query);
}
