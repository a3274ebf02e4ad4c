using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class OtherEntitySchemaTests
{
    private const string Upstream = "\"upstream\":{\"id\":\"c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0\"}";
    private const string Certificate = "\"certificate\":{\"id\":\"c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0\"}";

    [Theory]
    [InlineData("a.test", "a.test:8000")]
    [InlineData("a.test:80", "a.test:80")]
    [InlineData("1.2.3.4", "1.2.3.4:8000")]
    [InlineData("::1", "[0000:0000:0000:0000:0000:0000:0000:0001]:8000")]
    [InlineData("[::1]:80", "[0000:0000:0000:0000:0000:0000:0000:0001]:80")]
    public void Target_gets_its_port(string target, string normal)
    {
        var entity = EntityTable.Accept("targets", $$"""{"target":"{{target}}",{{Upstream}}}""");

        Assert.Equal((normal, 100), ((string)entity["target"]!, (int)entity["weight"]!));
    }

    [Theory]
    [InlineData("targets", $$"""{"target":"hostname:1.0",{{Upstream}}}""",
        """{"target":"Invalid target ('hostname:1.0'); not a valid hostname or ip address"}""")]
    [InlineData("targets", $$"""{"target":"a",{{Upstream}},"weight":65535}""", "")]
    [InlineData("targets", $$"""{"target":"a",{{Upstream}},"weight":65536}""", """{"weight":"value should be between 0 and 65535"}""")]
    [InlineData("targets", $$"""{"target":"a",{{Upstream}},"weight":0,"created_at":1.5}""", "")]
    [InlineData("targets", """{"target":"a"}""", """{"upstream":"required field missing"}""")]
    [InlineData("consumers", "{}", """{"@entity":["at least one of these fields must be non-empty: 'custom_id', 'username'"]}""")]
    [InlineData("consumers", """{"custom_id":"c"}""", "")]
    [InlineData("consumers", """{"username":"a b/c"}""", "")]
    [InlineData("snis", $$"""{"name":"*.a.test",{{Certificate}}}""", "")]
    [InlineData("snis", $$"""{"name":"a.*",{{Certificate}}}""", "")]
    [InlineData("snis", $$"""{"name":"a.*.b",{{Certificate}}}""", """{"name":"wildcard must be leftmost or rightmost character"}""")]
    [InlineData("snis", $$"""{"name":"*.a.*",{{Certificate}}}""", """{"name":"only one wildcard must be specified"}""")]
    [InlineData("snis", $$"""{"name":"1.2.3.4",{{Certificate}}}""", """{"name":"must not be an IP"}""")]
    [InlineData("snis", $$"""{"name":"a.test:443",{{Certificate}}}""", """{"name":"must not have a port"}""")]
    [InlineData("snis", """{"name":"a.test"}""", """{"certificate":"required field missing"}""")]
    [InlineData("vaults", """{"name":"env","prefix":"my-env"}""", "")]
    [InlineData("vaults", """{"name":"env","prefix":"env"}""", """{"prefix":"must not be one of: env"}""")]
    [InlineData("vaults", """{"name":"env","prefix":"1x"}""", """{"prefix":"invalid value: 1x"}""")]
    [InlineData("vaults", """{"name":"env","prefix":"x-"}""", """{"prefix":"invalid value: x-"}""")]
    [InlineData("vaults", """{"name":"hcv","prefix":"my-vault","config":{"any":1}}""", """{"name":"vault 'hcv' is not installed"}""")]
    [InlineData("vaults", """{"name":"env","prefix":"my-env","config":{"prefix":"1"}}""", """{"config":{"prefix":"invalid value: 1"}}""")]
    [InlineData("vaults", """{"name":"env","prefix":"my-env","config":{"ttl":-1}}""", """{"config":{"ttl":"value should be between 0 and 100000000"}}""")]
    [InlineData("plugins", """{"name":"none"}""",
        """{"name":"plugin 'none' not enabled; add it to the 'plugins' configuration property"}""")]
    [InlineData("plugins", """{"config":{}}""", """{"name":"required field missing"}""")]
    [InlineData("plugins", """{"name":"auth"}""", """{"config":{"key":"required field missing"}}""")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"k","size":9}}""", "")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"k","size":10}}""", """{"config":{"size":"value should be between 1 and 9"}}""")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"k","more":1}}""", """{"config":{"more":"unknown field"}}""")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"{vault://env/x}"}}""", "")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"k"},"consumer":{"id":"c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0"}}""",
        """{"consumer":"value must be null"}""")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"k"},"protocols":["ftp"]}""",
        """{"protocols":["expected one of: grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp"]}""")]
    public void Entity_is_checked(string kind, string json, string errors) => EntityTable.Check(kind, json, errors);

    [Fact]
    public void Plugin_gets_every_default()
    {
        var plugin = EntityTable.Accept("plugins", """{"name":"auth","config":{"key":"k"}}""");

        Assert.Equal("""["grpc","grpcs","http","https"]""", plugin["protocols"]!.ToJsonString());
        Assert.True((bool)plugin["enabled"]!);
        Assert.Equal(3, (int)plugin["config"]!["size"]!);
    }
}
