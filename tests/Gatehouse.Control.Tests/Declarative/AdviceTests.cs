using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>What messages tell people to do.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("key-auths: []", "key-auths: unknown field; did you mean 'keyauth_credentials'?")]
    [InlineData("basic_auths: []", "basic_auths: unknown field; did you mean 'basicauth_credentials'?")]
    [InlineData("consumers: [{username: a, keyauth_credential: [{key: k}]}]", "consumers[0].keyauth_credential (username: a): unknown field; did you mean 'keyauth_credentials'?")]
    [InlineData("consumers: [{username: a, key_auth: [{key: k}]}]", "consumers[0].key_auth (username: a): unknown field; did you mean 'keyauth_credentials'?")]
    [InlineData("consumers: [{username: a, jwts: [{key: k}]}]", "consumers[0].jwts (username: a): unknown field; did you mean 'jwt_secrets'?")]
    [InlineData("services: [{host: a, rotes: []}]", "services[0].rotes: unknown field; did you mean 'routes'?")]
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
        "plugins[0].name (name: zzzzzzzzzzzz): plugin 'zzzzzzzzzzzz' not enabled; add it to the 'plugins' configuration property (value: zzzzzzzzzzzz); no plugin of this name is known; correct the name; ignoring it could open what it protects, so remove it knowingly")]
    [InlineData(
        "consumers: [{username: c, plugins: [{name: key-auth}]}]",
        "consumers[0].plugins[0].consumer (name: key-auth): value must be null; plugin 'key-auth' cannot be bound to a consumer: move it to where it can")]
    public void Error_says_what_to_do(string body, string expected)
        => Assert.Equal(expected, Assert.Single(Loading.Load(Loading.V3(body)).Errors).ToString());

    // A key meant to end never did: its end was in milliseconds.
    [Theory]
    [InlineData("expires_at: 1830297600000", "keyauth_credentials[0].expires_at: value should be between 1 and 99999999999 (value: 1830297600000); write unix seconds, not milliseconds")]
    [InlineData("valid_until: 1830297600000", "keyauth_credentials[0].valid_until: value should be between 1 and 99999999999 (value: 1830297600000); write unix seconds, not milliseconds")]
    [InlineData("valid_until: 2026-12-01", "keyauth_credentials[0].valid_until: expected an integer (value: 2026-12-01); write unix seconds: 1796083200")]
    [InlineData("expires_at: '2026-12-01T01:00:00+01:00'", "keyauth_credentials[0].expires_at: expected an integer (value: 2026-12-01T01:00:00+01:00); write unix seconds: 1796083200")]
    [InlineData("expires_at: '1796083200'", "keyauth_credentials[0].expires_at: expected an integer (value: 1796083200); write it without quotes")]
    [InlineData("expires_at: soon", "keyauth_credentials[0].expires_at: expected an integer (value: soon); write a number")]
    public void End_of_a_key_that_is_no_unix_time_says_what_to_write(string field, string expected)
        => Assert.Equal(expected, Assert.Single(Loading.Load(Loading.V3($"consumers: [{{username: u}}]\nkeyauth_credentials: [{{consumer: u, key: k, {field}}}]")).Errors).ToString());

    [Fact]
    public void Keys_whose_end_is_over_are_a_warning()
    {
        var result = Loading.Load(Loading.V3($$"""
            consumers:
            - username: u
              keyauth_credentials:
              - {key: a, expires_at: {{Loading.Now}}}
              - {key: b, expires_at: {{Loading.Now - 1}}}
              - {key: c, valid_until: 10}
              - {key: d, expires_at: {{Loading.Now + 1}}}
            """));
        Assert.Empty(result.Errors);
        Assert.Equal(
            ["keyauth_credentials.expires_at: lies in the past: the key is refused, and can be removed (in 2)", "keyauth_credentials.valid_until: lies in the past: the key is refused, and can be removed (in 1)"],
            result.Warnings.Select(w => w.ToString()));
    }

    // The check said "ok", and every request without a key was answered with 500.
    [Fact]
    public void Anonymous_consumer_that_is_not_there_is_a_warning()
    {
        var result = Loading.Load(Loading.V3("""
            plugins:
            - {name: key-auth, config: {anonymous: gest}}
            services:
            - host: a
              plugins: [{name: key-auth, config: {anonymous: guest}}]
            - host: b
              plugins: [{name: key-auth, config: {anonymous: 6F0D0D59-6E9C-4F0B-9D0A-1F1F1F1F1F1F}}]
            - host: c
              plugins: [{name: key-auth, enabled: false, config: {anonymous: nobody}}]
            - host: d
              plugins: [{name: key-auth, config: {anonymous: completely-other}}]
            consumers: [{username: guest, id: 6f0d0d59-6e9c-4f0b-9d0a-1f1f1f1f1f1f}]
            """));
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "plugins[0].config.anonymous: there is no consumer of this user name or id: requests that fail to authenticate get 500 (value: gest); did you mean 'guest'?",
                "services[3].plugins[0].config.anonymous: there is no consumer of this user name or id: requests that fail to authenticate get 500 (value: completely-other); declare it under 'consumers'",
            ],
            result.Warnings.Select(w => w.ToString()));
    }

    // 'set the value in the vault and reload' helps nobody: a process keeps the environment of its start.
    [Theory]
    [InlineData("{vault://env/log-url}", "start the node with LOG_URL in its environment")]
    [InlineData("{vault://env/log-url#2}", "start the node with LOG_URL_PREVIOUS in its environment")]
    [InlineData("{vault://evn/log-url}", "no vault has this prefix: write {vault://env/NAME}, or declare one under 'vaults'")]
    [InlineData("{vault://mine/url}", "start the node with MY_URL in its environment")]
    [InlineData("{vault://env/json/url}", "JSON is set, but holds nothing of this form")]
    public void Reference_without_a_value_says_what_is_missing(string reference, string remedy)
        => Assert.Equal(
            $"plugins[0].config.http_endpoint: unable to resolve reference (value: {reference}); {remedy}",
            Assert.Single(Loading.Loader(new() { ["JSON"] = "{}" })
                .Load(Loading.V3($"vaults: [{{name: env, prefix: mine, config: {{prefix: my_}}}}]\nplugins: [{{name: http-log, config: {{http_endpoint: '{reference}'}}}}]")).Warnings).ToString());

    // Removing a plugin of the enterprise edition, or one's own, opens what it protects just as well.
    [Theory]
    [InlineData("jwt-signer", "this version does not have the plugin, whatever the setting 'plugins' says; ignoring it could open what it protects, so remove it knowingly")]
    [InlineData("rate-limiting-advanced", "this version does not have the plugin, whatever the setting 'plugins' says; write it as rate-limiting with 'limits': docs/guides/rate-limiting.md")]
    public void Enterprise_plugin_is_known_to_be_missing(string name, string remedy)
        => Assert.EndsWith(remedy, Assert.Single(Loading.Load(Loading.V3($"plugins: [{{name: {name}}}]")).Errors).ToString(), StringComparison.Ordinal);

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
