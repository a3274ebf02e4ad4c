using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>What messages tell people to do.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("servces: []", "servces: unknown field; did you mean 'services'?")]
    [InlineData("_defaults: {a: 1}", "_defaults: unknown field; what only anchors need stands in the list '_ignore'")]
    [InlineData("zzzzzzzzzzzz: 1", "zzzzzzzzzzzz: unknown field")]
    [InlineData("services: [{name: a}]", "services[0].host (name: a): required field missing; set host, or url")]
    [InlineData("services: [{host: a, retry: 3}]", "services[0].retry: unknown field; did you mean 'retries'?")]
    [InlineData("services: [{id: 11111111-1111-4111-8111-111111111111, host: a, port: '80'}]", "services[0].port (id: 11111111-1111-4111-8111-111111111111): expected an integer (value: 80); write it without quotes")]
    [InlineData("services: [{host: a, protocol: htp}]", "services[0].protocol: expected one of: grpc, grpcs, http, https, tcp, tls, tls_passthrough, udp (value: htp); did you mean 'http'?")]
    [InlineData("services: [{host: a, url: 'http://b.test:99999'}]", "services[0].port: value should be between 0 and 65535 (value: 99999); it stands in 'url': write it as http://host[:port][/path]")]
    [InlineData("routes: [{name: r, paths: /a}]", "routes[0].paths (name: r): expected an array (value: /a); it is a string; write a list: [/a]")]
    [InlineData("routes: [{name: r, methods: [get]}]", "routes[0].methods[0] (name: r): invalid value: get (value: get); methods are upper-case letters: GET, POST")]
    [InlineData(
        "plugins: [{name: ldap-auth}]",
        "plugins[0].name (name: ldap-auth): plugin 'ldap-auth' not enabled; add it to the 'plugins' configuration property (value: ldap-auth); this version does not have the plugin, whatever the setting 'plugins' says; ignoring it could open what it protects, so remove it knowingly")]
    [InlineData(
        "plugins: [{name: kye-auth}]",
        "plugins[0].name (name: kye-auth): plugin 'kye-auth' not enabled; add it to the 'plugins' configuration property (value: kye-auth); no plugin of this name is known; did you mean 'key-auth'?")]
    [InlineData(
        "plugins: [{name: zzzzzzzzzzzz}]",
        "plugins[0].name (name: zzzzzzzzzzzz): plugin 'zzzzzzzzzzzz' not enabled; add it to the 'plugins' configuration property (value: zzzzzzzzzzzz); no plugin of this name is known; correct the name, or remove the plugin")]
    [InlineData(
        "consumers: [{username: c, plugins: [{name: key-auth}]}]",
        "consumers[0].plugins[0].consumer (name: key-auth): value must be null; plugin 'key-auth' cannot be bound to a consumer: move it to where it can")]
    public void Error_says_what_to_do(string body, string expected)
        => Assert.Equal(expected, Assert.Single(Loading.Load(Loading.V3(body)).Errors).ToString());

    // A file that Kong serves was refused for the sake of a plugin that does nothing.
    [Fact]
    public void Switched_off_plugin_that_is_missing_is_a_warning()
    {
        var result = Loading.Load(Loading.V3("plugins: [{name: ldap-auth, enabled: false, config: {x: 1}}, {name: key-auth}]"));
        Assert.Empty(result.Errors);
        Assert.Equal("key-auth", Assert.Single(result.Config!.Plugins).Name);
        Assert.StartsWith("plugins[0].name: this version does not have the plugin", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Verification_of_a_plain_service_says_what_to_write()
        => Assert.Contains(
            "services[0].tls_verify (name: a): value must be null; tls_verify is for https and tls only: write protocol: https, or remove it",
            Loading.Load(Loading.V3("services: [{name: a, host: h, tls_verify: true}]")).Errors.Select(e => e.ToString()));
}
