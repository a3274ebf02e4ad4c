using System.Text.Json.Nodes;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class UpstreamSchemaTests
{
    private const string HashOn = "failed conditional validation given value of field 'hash_on'";

    [Fact]
    public void Upstream_with_name_only_gets_every_default()
    {
        var upstream = EntityTable.Accept("upstreams", """{"name":"u.test"}""");

        var expected = JsonNode.Parse("""
            {"name":"u.test","id":null,"created_at":null,"updated_at":null,"algorithm":"round-robin","hash_on":"none",
             "hash_fallback":"none","hash_on_header":null,"hash_fallback_header":null,"hash_on_cookie":null,
             "hash_on_cookie_path":"/","hash_on_query_arg":null,"hash_fallback_query_arg":null,"hash_on_uri_capture":null,
             "hash_fallback_uri_capture":null,"sticky_sessions_cookie":null,"sticky_sessions_cookie_path":"/","slow_start":0,
             "failover_threshold":0,"slots":10000,"tags":null,"host_header":null,"client_certificate":null,
             "use_srv_name":false,
             "healthchecks":{"threshold":0,"outlier":null,"ejection":null,
              "active":{"type":"http","timeout":1,"concurrency":10,"http_path":"/","https_sni":null,"https_verify_certificate":true,
               "headers":null,"healthy":{"interval":0,"http_statuses":[200,302],"successes":0},
               "unhealthy":{"interval":0,"http_statuses":[429,404,500,501,502,503,504,505],"tcp_failures":0,"timeouts":0,"http_failures":0}},
              "passive":{"type":"http",
               "healthy":{"http_statuses":[200,201,202,203,204,205,206,207,208,226,300,301,302,303,304,305,306,307,308],"successes":0},
               "unhealthy":{"http_statuses":[429,500,503],"tcp_failures":0,"timeouts":0,"http_failures":0}}}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, upstream), upstream.ToJsonString());
    }

    [Fact]
    public void Healthchecks_given_in_part_keep_the_other_defaults()
    {
        var upstream = EntityTable.Accept("upstreams", """{"name":"u","healthchecks":{"active":{"healthy":{"interval":5}}}}""");

        var active = upstream["healthchecks"]!["active"]!;
        Assert.Equal((5, 2, 10), ((int)active["healthy"]!["interval"]!, active["healthy"]!["http_statuses"]!.AsArray().Count, (int)active["concurrency"]!));
        Assert.Equal(3, upstream["healthchecks"]!["passive"]!["unhealthy"]!["http_statuses"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"name":"1.2.3.4"}""", """{"name":"Invalid name; no ip addresses allowed"}""")]
    [InlineData("""{"name":"u:80"}""", """{"name":"Invalid name; no port allowed"}""")]
    [InlineData("""{"name":"a b"}""", """{"name":"Invalid name; must be a valid hostname"}""")]
    [InlineData("{}", """{"name":"required field missing"}""")]
    [InlineData("""{"name":"u","slots":10}""", "")]
    [InlineData("""{"name":"u","slots":65536}""", "")]
    [InlineData("""{"name":"u","slots":9}""", """{"slots":"value should be between 10 and 65536"}""")]
    [InlineData("""{"name":"u","slots":65537}""", """{"slots":"value should be between 10 and 65536"}""")]
    [InlineData("""{"name":"u","algorithm":"random"}""",
        """{"algorithm":"expected one of: consistent-hashing, least-connections, round-robin, latency, sticky-sessions"}""")]
    [InlineData("""{"name":"u","hash_on":"x"}""",
        """{"hash_on":"expected one of: none, consumer, ip, header, cookie, path, query_arg, uri_capture"}""")]
    [InlineData("""{"name":"u","hash_on":"header"}""", $$"""{"hash_on_header":"required field missing","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"cookie"}""", $$"""{"hash_on_cookie":"required field missing","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"query_arg"}""", $$"""{"hash_on_query_arg":"required field missing","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"uri_capture"}""", $$"""{"hash_on_uri_capture":"required field missing","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"ip","hash_fallback":"header"}""",
        """{"hash_fallback_header":"required field missing","@entity":["failed conditional validation given value of field 'hash_fallback'"]}""")]
    [InlineData("""{"name":"u","hash_fallback":"ip"}""", $$"""{"hash_fallback":"expected one of: none","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"cookie","hash_on_cookie":"c","hash_fallback":"ip"}""",
        $$"""{"hash_fallback":"expected one of: none","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"ip","hash_fallback":"ip"}""",
        $$"""{"hash_fallback":"expected one of: none, consumer, header, cookie, path, query_arg, uri_capture","@entity":["{{HashOn}}"]}""")]
    [InlineData("""{"name":"u","hash_on":"header","hash_on_header":"a","hash_fallback":"header","hash_fallback_header":"a"}""",
        """{"@entity":["values of these fields must be distinct: 'hash_on_header', 'hash_fallback_header'"]}""")]
    [InlineData("""{"name":"u","hash_on":"header","hash_on_header":"a","hash_fallback":"header","hash_fallback_header":"b"}""", "")]
    [InlineData("""{"name":"u","hash_on_cookie":"a b"}""",
        """{"hash_on_cookie":"bad cookie name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'"}""")]
    [InlineData("""{"name":"u","host_header":"a.test:80"}""", "")]
    [InlineData("""{"name":"u","host_header":123}""", """{"host_header":"expected a string"}""")]
    [InlineData("""{"name":"u","healthchecks":{"outlier":{"error_rate":101}}}""",
        """{"healthchecks":{"outlier":{"error_rate":"value should be between 0 and 100"}}}""")]
    [InlineData("""{"name":"u","healthchecks":{"ejection":{"base_time":0}}}""",
        """{"healthchecks":{"ejection":{"base_time":"value should be between 0.1 and 3600"}}}""")]
    [InlineData("""{"name":"u","healthchecks":{"threshold":100.5}}""", """{"healthchecks":{"threshold":"value should be between 0 and 100"}}""")]
    [InlineData("""{"name":"u","healthchecks":{"active":{"concurrency":0}}}""",
        """{"healthchecks":{"active":{"concurrency":"value should be between 1 and 2147483648"}}}""")]
    [InlineData("""{"name":"u","healthchecks":{"active":{"healthy":{"successes":256}}}}""",
        """{"healthchecks":{"active":{"healthy":{"successes":"value should be between 0 and 255"}}}}""")]
    [InlineData("""{"name":"u","healthchecks":{"active":{"healthy":{"interval":65535.5}}}}""",
        """{"healthchecks":{"active":{"healthy":{"interval":"value should be between 0 and 65535"}}}}""")]
    [InlineData("""{"name":"u","healthchecks":{"passive":{"unhealthy":{"http_statuses":[99]}}}}""",
        """{"healthchecks":{"passive":{"unhealthy":{"http_statuses":["value should be between 100 and 999"]}}}}""")]
    [InlineData("""{"name":"u","healthchecks":{"active":{"https_sni":"1.2.3.4"}}}""",
        """{"healthchecks":{"active":{"https_sni":"must not be an IP"}}}""")]
    public void Upstream_is_checked(string json, string errors) => EntityTable.Check("upstreams", json, errors);

    [Theory]
    [InlineData("""{"name":"u","hash_on":"ip"}""", "consistent-hashing", "ip")]
    [InlineData("""{"name":"u","hash_on":"none"}""", "round-robin", "none")]
    [InlineData("""{"name":"u","algorithm":"consistent-hashing","hash_on":"none"}""", "round-robin", "none")]
    [InlineData("""{"name":"u","algorithm":"consistent-hashing"}""", "consistent-hashing", "none")]
    [InlineData("""{"name":"u","algorithm":"least-connections","hash_on":"none"}""", "least-connections", "none")]
    [InlineData("""{"name":"u","algorithm":"latency","hash_on":"ip"}""", "latency", "none")]
    public void Algorithm_and_hash_input_are_aligned(string json, string algorithm, string hashOn)
    {
        var upstream = EntityTable.Accept("upstreams", json);

        Assert.Equal((algorithm, hashOn), ((string)upstream["algorithm"]!, (string)upstream["hash_on"]!));
    }
}
