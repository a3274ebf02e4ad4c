using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class RouteSchemaTests
{
    private const string HttpsList = "must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https'";

    [Fact]
    public void Route_with_path_only_gets_every_default()
    {
        var route = EntityTable.Accept("routes", """{"paths":["/"]}""");

        var expected = JsonNode.Parse("""
            {"paths":["/"],"id":null,"created_at":null,"updated_at":null,"name":null,"protocols":["http","https"],"methods":null,
             "hosts":null,"headers":null,"https_redirect_status_code":426,"regex_priority":0,"strip_path":true,"path_handling":"v0",
             "preserve_host":false,"request_buffering":true,"response_buffering":true,"snis":null,"sources":null,
             "destinations":null,"tags":null,"service":null}
            """);
        Assert.True(JsonNode.DeepEquals(expected, route), route.ToJsonString());
    }

    [Fact]
    public void Grpc_route_does_not_strip_by_default()
        => Assert.False((bool)EntityTable.Accept("routes", """{"protocols":["grpc"],"paths":["/p.S"]}""")["strip_path"]!);

    [Theory]
    [InlineData("{}", $$"""{"@entity":["{{HttpsList}}"]}""")]
    [InlineData("""{"methods":[]}""", $$"""{"@entity":["{{HttpsList}}"]}""")]
    [InlineData("""{"protocols":["http"]}""",
        """{"@entity":["must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'"]}""")]
    [InlineData("""{"protocols":["grpc"]}""", """{"@entity":["must set one of 'hosts', 'headers', 'paths' when 'protocols' is 'grpc'"]}""")]
    [InlineData("""{"protocols":["grpc","grpcs"]}""",
        """{"@entity":["must set one of 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'grpcs'"]}""")]
    [InlineData("""{"protocols":["tcp"]}""",
        """{"@entity":["must set one of 'sources', 'destinations', 'snis' when 'protocols' is 'tcp', 'tls' or 'udp'"]}""")]
    [InlineData("""{"protocols":["tls_passthrough"]}""", """{"@entity":["must set snis when 'protocols' is 'tls_passthrough'"]}""")]
    [InlineData("""{"protocols":["tls_passthrough"],"snis":["a.test"]}""", "")]
    [InlineData("""{"protocols":["tcp"],"sources":[{"port":80}]}""", "")]
    [InlineData("""{"protocols":["tls"],"snis":["*.a.test"]}""", "")]
    [InlineData("""{"protocols":[],"paths":["/"]}""", """{"protocols":"length must be at least 1"}""")]
    [InlineData("""{"protocols":null,"paths":["/"]}""", """{"protocols":"required field missing"}""")]
    [InlineData("""{"protocols":["http","tcp"],"paths":["/"]}""",
        """{"protocols":"these sets are mutually exclusive: ('http', 'https'), ('tcp', 'tls', 'udp')"}""")]
    [InlineData("""{"paths":["/"],"sources":[{"ip":"1.2.3.4"}]}""",
        """{"sources":"cannot set 'sources' when 'protocols' is 'http' or 'https'"}""")]
    [InlineData("""{"protocols":["tcp"],"sources":[{"ip":"1.2.3.4"}],"paths":["/"]}""",
        """{"paths":"cannot set 'paths' when 'protocols' is 'tcp', 'tls', 'tls_passthrough' or 'udp'"}""")]
    [InlineData("""{"protocols":["grpc"],"paths":["/"],"methods":["GET"]}""",
        """{"methods":"cannot set 'methods' when 'protocols' is 'grpc' or 'grpcs'"}""")]
    [InlineData("""{"protocols":["grpc"],"paths":["/"],"strip_path":true}""",
        """{"strip_path":"cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'"}""")]
    [InlineData("""{"protocols":["http"],"paths":["/"],"snis":["a.test"]}""",
        """{"snis":"length must be 0","@entity":["'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'"]}""")]
    public void Protocol_family_decides_about_match_fields(string json, string errors) => EntityTable.Check("routes", json, errors);

    [Theory]
    [InlineData("foo", "should start with: / (fixed path) or ~/ (regex path)")]
    [InlineData("~foo", "should start with: / (fixed path) or ~/ (regex path)")]
    [InlineData("", "length must be at least 1")]
    [InlineData("/foo//bar", "must not have empty segments")]
    [InlineData("//foo", "must not have empty segments")]
    [InlineData("~/a//b", "must not have empty segments")]
    [InlineData("/some%2words", "invalid url-encoded value: '%2w'")]
    [InlineData("/a/../b", "non-normalized path, consider use '/b' instead")]
    [InlineData("/%61", "non-normalized path, consider use '/a' instead")]
    [InlineData("/a%2fb", "non-normalized path, consider use '/a%2Fb' instead")]
    [InlineData("~/users/(foo/profile", "invalid regex: '/users/(foo/profile' (PCRE returned: a group is not closed (at character 20))")]
    [InlineData("~/(?=a)", "invalid regex: '/(?=a)' (PCRE returned: look-around, atomic and conditional groups and flags other than i, m, s are not supported (at character 4))")]
    public void Path_is_refused(string path, string message)
        => EntityTable.Check("routes", Route("paths", path), new JsonObject { ["paths"] = new JsonArray(message) }.ToJsonString());

    [Theory]
    [InlineData("~*^v[12]$", "")]
    [InlineData("v(", "")]
    [InlineData("~*(v", """{"headers":["not a valid regex: a group is not closed (at character 3)"]}""")]
    public void Header_value_behind_the_mark_is_a_regex(string value, string errors)
        => EntityTable.Check("routes", new JsonObject { ["headers"] = new JsonObject { ["x-version"] = new JsonArray(value) } }.ToJsonString(), errors);

    [Theory]
    [InlineData("/")]
    [InlineData("/abcd~user~2/")]
    [InlineData("/a%2Fb")]
    [InlineData("/日本 x")]
    [InlineData("~/(?P<id>\\d+)$")]
    [InlineData("~/(?<id>[[:alpha:]]+)")]
    public void Path_is_accepted(string path) => EntityTable.Check("routes", Route("paths", path), "");

    [Theory]
    [InlineData("example-.org", "invalid hostname: example-.org")]
    [InlineData(".example", "invalid hostname: .example")]
    [InlineData("example:", "invalid hostname: example:")]
    [InlineData("mock;bin", "invalid hostname: mock;bin")]
    [InlineData("hello..example.com", "invalid hostname: hello..example.com")]
    [InlineData("example.com:1000000", "invalid port number")]
    [InlineData("*example.com", "invalid wildcard: must be placed at leftmost or rightmost label")]
    [InlineData("mock*bin.com", "invalid wildcard: must be placed at leftmost or rightmost label")]
    [InlineData("*.example.*", "invalid wildcard: must have at most one wildcard")]
    public void Host_is_refused(string host, string message)
        => EntityTable.Check("routes", Route("hosts", host), new JsonObject { ["hosts"] = new JsonArray(message) }.ToJsonString());

    [Theory]
    [InlineData("example.com:8080")]
    [InlineData("*.example.com")]
    [InlineData("example.*")]
    [InlineData("*.example.com:80")]
    [InlineData("3B-ww4c5e180e575a65lsy2b")]
    [InlineData("-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n")]
    [InlineData("example_api.com")]
    [InlineData("[::1]:80")]
    public void Host_is_accepted(string host) => EntityTable.Check("routes", Route("hosts", host), "");

    [Theory]
    [InlineData("""{"paths":["/"],"methods":["get"]}""", """{"methods":["invalid value: get"]}""")]
    [InlineData("""{"paths":["/"],"headers":{"Host":["a"]}}""",
        """{"headers":"cannot contain 'host' header, which must be specified in the 'hosts' attribute"}""")]
    [InlineData("""{"paths":["/"],"headers":{"a b":["a"]}}""",
        """{"headers":"bad header name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'"}""")]
    [InlineData("""{"paths":["/"],"headers":{"x":"a"}}""", """{"headers":"expected an array"}""")]
    [InlineData("""{"paths":["/"],"headers":{"x":[1]}}""", """{"headers":["expected a string"]}""")]
    [InlineData("""{"paths":["/"],"headers":{"x-a":["~*^v[0-9]"]}}""", "")]
    [InlineData("""{"paths":["/"],"https_redirect_status_code":308}""", "")]
    [InlineData("""{"paths":["/"],"https_redirect_status_code":404}""",
        """{"https_redirect_status_code":"expected one of: 426, 301, 302, 307, 308"}""")]
    [InlineData("""{"paths":["/"],"path_handling":"v2"}""", """{"path_handling":"expected one of: v0, v1"}""")]
    [InlineData("""{"paths":["/"],"service":{"id":null}}""", """{"service":{"id":"missing primary key"}}""")]
    [InlineData("""{"paths":["/"],"expression":"a"}""", """{"expression":"unknown field"}""")]
    [InlineData("""{"protocols":["tcp"],"sources":[{}]}""",
        """{"sources":[{"@entity":["at least one of these fields must be non-empty: 'ip', 'port'"]}]}""")]
    [InlineData("""{"protocols":["tcp"],"sources":[{"ip":"1.2.3.4/33"}]}""", """{"sources":[{"ip":"invalid ip or cidr range: '1.2.3.4/33'"}]}""")]
    [InlineData("""{"protocols":["tcp"],"sources":[{"ip":"fe80::/10","port":70000}]}""",
        """{"sources":[{"port":"value should be between 0 and 65535"}]}""")]
    public void Route_is_checked(string json, string errors) => EntityTable.Check("routes", json, errors);

    [Theory]
    [InlineData("""{"expression":"http.path == \"/\"","priority":70368744177663}""", "")]
    [InlineData("""{"paths":["/"]}""", "")]
    [InlineData("""{"paths":["/"],"sources":[{"ip":"1.2.3.4"}]}""", "")]
    [InlineData("""{"expression":"a","paths":["/"]}""",
        """{"@entity":["Router Expression failed validation: cannot set 'expression' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously"]}""")]
    [InlineData("""{"expression":"a","regex_priority":1}""",
        """{"@entity":["Router Expression failed validation: cannot set 'regex_priority' with 'expression' simultaneously"]}""")]
    [InlineData("""{"paths":["/"],"priority":1}""",
        """{"@entity":["Router Expression failed validation: cannot set 'priority' with 'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations' simultaneously"]}""")]
    [InlineData("""{"expression":"a","priority":70368744177664}""", """{"priority":"value should be between 0 and 70368744177663"}""")]
    [InlineData("{}",
        """{"@entity":["must set one of 'methods', 'hosts', 'headers', 'paths', 'snis', 'expression' when 'protocols' is 'https'"]}""")]
    public void Expressions_flavor_is_checked(string json, string errors)
        => EntityTable.Check("routes", json, errors, RouterFlavor.Expressions);

    [Fact]
    public void Traditional_flavor_refuses_wildcard_server_names()
        => EntityTable.Check("routes", """{"snis":["*.a.test"]}""", """{"snis":["invalid value: *.a.test"]}""", RouterFlavor.Traditional);

    [Fact]
    public void Repeated_members_of_a_set_are_removed()
        => Assert.Equal("""["GET","POST"]""", EntityTable.Accept("routes", """{"methods":["GET","POST","GET"]}""")["methods"]!.ToJsonString());

    private static string Route(string field, string value) => new JsonObject { [field] = new JsonArray(value) }.ToJsonString();
}
