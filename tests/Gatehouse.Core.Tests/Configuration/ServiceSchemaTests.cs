using System.Text.Json.Nodes;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class ServiceSchemaTests
{
    [Fact]
    public void Service_with_host_only_gets_every_default()
    {
        var service = EntityTable.Accept("services", """{"host":"a.test"}""");

        var expected = JsonNode.Parse("""
            {"host":"a.test","created_at":null,"updated_at":null,"id":null,"name":null,"retries":5,"protocol":"http","port":80,
             "path":null,"connect_timeout":60000,"write_timeout":60000,"read_timeout":60000,"tags":null,"client_certificate":null,
             "tls_verify":null,"tls_verify_depth":null,"ca_certificates":null,"enabled":true}
            """);
        Assert.True(JsonNode.DeepEquals(expected, service), service.ToJsonString());
    }

    [Theory]
    [InlineData("https://a.test/v1", "https", "a.test", 443, "/v1")]
    [InlineData("http://a.test", "http", "a.test", 80, null)]
    [InlineData("http://a.test:8080/x?y=1#z", "http", "a.test", 8080, "/x")]
    [InlineData("//a.test:443", "https", "a.test", 443, null)]
    [InlineData("//a.test:80/p", "http", "a.test", 80, "/p")]
    [InlineData("grpc://a.test:15002", "grpc", "a.test", 15002, null)]
    [InlineData("http://u:p@a.test/", "http", "a.test", 80, "/")]
    [InlineData("http://[::1]:99/", "http", "::1", 99, "/")]
    public void Url_is_split(string url, string protocol, string host, int port, string? path)
    {
        var service = EntityTable.Accept("services", new JsonObject { ["url"] = url }.ToJsonString());

        Assert.Equal(
            (protocol, host, port, path),
            ((string)service["protocol"]!, (string)service["host"]!, (int)service["port"]!, (string?)service["path"]));
        Assert.False(service.ContainsKey("url"));
    }

    [Theory]
    [InlineData("""{"host":"a.test","port":0}""", "")]
    [InlineData("""{"host":"a.test","port":65535}""", "")]
    [InlineData("""{"host":"a.test","port":65536}""", """{"port":"value should be between 0 and 65535"}""")]
    [InlineData("""{"host":"a.test","port":-1}""", """{"port":"value should be between 0 and 65535"}""")]
    [InlineData("""{"host":"a.test","port":1.5}""", """{"port":"expected an integer"}""")]
    [InlineData("""{"host":"a.test","port":"80"}""", """{"port":"expected an integer"}""")]
    [InlineData("""{"host":"a.test","port":null}""", """{"port":"required field missing"}""")]
    [InlineData("""{"host":"a.test","retries":0}""", "")]
    [InlineData("""{"host":"a.test","retries":32767}""", "")]
    [InlineData("""{"host":"a.test","retries":32768}""", """{"retries":"value should be between 0 and 32767"}""")]
    [InlineData("""{"host":"a.test","retries":null}""", "")]
    [InlineData("""{"host":"a.test","connect_timeout":1}""", "")]
    [InlineData("""{"host":"a.test","connect_timeout":0}""", """{"connect_timeout":"value should be between 1 and 2147483646"}""")]
    [InlineData("""{"host":"a.test","write_timeout":2147483646}""", "")]
    [InlineData("""{"host":"a.test","read_timeout":2147483647}""", """{"read_timeout":"value should be between 1 and 2147483646"}""")]
    [InlineData("""{"host":"a.test","protocol":"ftp"}""",
        """{"protocol":"expected one of: grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp"}""")]
    [InlineData("{}", """{"host":"required field missing"}""")]
    [InlineData("""{"host":""}""", """{"host":"length must be at least 1"}""")]
    [InlineData("""{"host":"a.test:80"}""", """{"host":"must not have a port"}""")]
    [InlineData("""{"host":"a.test:99999"}""", """{"host":"must not have a port"}""")]
    [InlineData("""{"host":"a b"}""", """{"host":"invalid value: a b"}""")]
    [InlineData("""{"host":"a..b"}""", """{"host":"invalid value: a..b"}""")]
    [InlineData("""{"host":"::1"}""", "")]
    [InlineData("""{"host":"127.0.0.1"}""", "")]
    [InlineData("""{"host":"256.0.0.1"}""", """{"host":"invalid value: 256.0.0.1"}""")]
    [InlineData("""{"host":"a_b-c.test."}""", "")]
    [InlineData("""{"host":"a.test","path":"/a-b_c.~/%20:@!$&'()*+,;="}""", "")]
    [InlineData("""{"host":"a.test","path":"a"}""", """{"path":"should start with: /"}""")]
    [InlineData("""{"host":"a.test","path":"/a//b"}""", """{"path":"must not have empty segments"}""")]
    [InlineData("""{"host":"a.test","path":"/[a]"}""",
        """{"path":"invalid path: '/[a]' (characters outside of the reserved list of RFC 3986 found)"}""")]
    [InlineData("""{"host":"a.test","path":"/some%2words"}""", """{"path":"invalid url-encoded value: '%2w'"}""")]
    [InlineData("""{"host":"a.test","path":"/a%"}""", """{"path":"invalid url-encoded value: '%'"}""")]
    [InlineData("""{"host":"a.test","path":"/p","protocol":"tcp"}""",
        """{"path":"value must be null","@entity":["failed conditional validation given value of field 'protocol'"]}""")]
    [InlineData("""{"host":"a.test","path":"/p","protocol":"grpcs"}""",
        """{"path":"value must be null","@entity":["failed conditional validation given value of field 'protocol'"]}""")]
    [InlineData("""{"host":"a.test","tls_verify":true}""",
        """{"tls_verify":"value must be null","@entity":["failed conditional validation given value of field 'protocol'"]}""")]
    [InlineData("""{"host":"a.test","protocol":"https","tls_verify":true,"tls_verify_depth":64,"ca_certificates":["c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0"]}""", "")]
    [InlineData("""{"host":"a.test","protocol":"tls","tls_verify_depth":65}""", """{"tls_verify_depth":"value should be between 0 and 64"}""")]
    [InlineData("""{"host":"a.test","protocol":"https","ca_certificates":["x"]}""", """{"ca_certificates":["expected a valid UUID"]}""")]
    [InlineData("""{"host":"a.test","protocol":"https","client_certificate":{"id":"x"}}""", """{"client_certificate":{"id":"expected a valid UUID"}}""")]
    [InlineData("""{"host":"a.test","name":"a b"}""",
        """{"name":"invalid value 'a b': the only accepted ascii characters are alphanumerics or ., -, _, and ~"}""")]
    [InlineData("""{"host":"a.test","name":"日本.-_~1"}""", "")]
    [InlineData("""{"host":"a.test","tags":["a b","é"]}""", "")]
    [InlineData("""{"host":"a.test","tags":["ok","a,b"]}""",
        """{"tags":[null,"invalid tag 'a,b': expected printable ascii (except `,` and `/`) or valid utf-8 sequences"]}""")]
    [InlineData("""{"host":"a.test","tags":"a"}""", """{"tags":"expected a set"}""")]
    [InlineData("""{"host":"a.test","enabled":"yes"}""", """{"enabled":"expected a boolean"}""")]
    [InlineData("""{"host":"a.test","id":"x"}""", """{"id":"expected a valid UUID"}""")]
    [InlineData("""{"host":"a.test","created_at":0}""", """{"created_at":"expected a valid timestamp"}""")]
    [InlineData("""{"host":"a.test","hots":1}""", """{"hots":"unknown field"}""")]
    [InlineData("""{"url":5}""", """{"url":"expected a string","host":"required field missing"}""")]
    public void Service_is_checked(string json, string errors) => EntityTable.Check("services", json, errors);
}
