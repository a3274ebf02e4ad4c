using Gatehouse.Core.Configuration;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Nested and flat form, references, format versions, comments, later kinds, unknown keys.</summary>
public sealed class DocumentFormTests
{
    private const string Nested = """
        services:
        - name: s
          url: http://s.test
          _comment: mine
          _ignore: [1]
          routes:
          - name: r
            paths: [/r]
            plugins:
            - {name: cors}
          plugins:
          - {name: key-auth}
        consumers:
        - username: c
          plugins:
          - {name: tcp-log, config: {host: h, port: 1}}
        upstreams:
        - name: u
          targets:
          - {target: 'a:80'}
        """;

    private const string Flat = """
        targets:
        - {upstream: UPSTREAM, target: 'a:80'}
        upstreams:
        - {name: u}
        plugins:
        - {name: cors, route: ROUTE}
        - {name: key-auth, service: {name: s}}
        - {name: tcp-log, consumer: c, config: {host: h, port: 1}}
        routes:
        - {name: r, paths: [/r], service: s}
        services:
        - {name: s, url: http://s.test}
        consumers:
        - {username: c}
        """;

    [Fact]
    public void Nested_and_flat_form_give_the_same_configuration()
    {
        var nested = Loading.Accept(Loading.V3(Nested));
        var flat = Loading.Accept(Loading.V3(Flat
            .Replace("ROUTE", nested.Routes[0].Id, StringComparison.Ordinal)
            .Replace("UPSTREAM", $"{{id: {nested.Upstreams[0].Id}}}", StringComparison.Ordinal)));

        Assert.Equal(nested.Services[0].Id, flat.Services[0].Id);
        Assert.Equal((nested.Routes[0].Id, nested.Services[0].Id), (flat.Routes[0].Id, flat.Routes[0].ServiceId));
        Assert.Equal((nested.Targets[0].Id, nested.Upstreams[0].Id), (flat.Targets[0].Id, flat.Targets[0].UpstreamId));
        Assert.Equal(
            nested.Plugins.Select(p => (p.Name, p.RouteId, p.ServiceId, p.ConsumerId)).Order(),
            flat.Plugins.Select(p => (p.Name, p.RouteId, p.ServiceId, p.ConsumerId)).Order());
        Assert.Equal(nested.Plugins.Select(p => p.Id).Count(), nested.Plugins.Select(p => p.Id).Distinct().Count());
    }

    [Fact]
    public void Json_and_yaml_give_the_same_configuration()
    {
        var yaml = Loading.Accept("_format_version: \"3.0\"\nservices:\n- {name: s, host: h, retries: 3}\n");
        var json = Loading.Accept("""{"_format_version":"3.0","services":[{"name":"s","host":"h","retries":3}]}""");

        Assert.Equal(yaml.Services[0], json.Services[0]);
        Assert.NotEqual(yaml.Hash, json.Hash);
    }

    [Fact]
    public void Ids_are_the_same_on_every_load_also_without_names()
    {
        const string Body = "services:\n- {host: a.test}\n- {host: a.test}\n- {host: b.test}\nroutes:\n- {paths: [/x]}\n";
        var first = Loading.Accept(Loading.V3(Body));
        var second = Loading.Accept(Loading.V3(Body));

        Assert.Equal(first.Services.Select(s => s.Id), second.Services.Select(s => s.Id));
        Assert.Equal(first.Routes[0].Id, second.Routes[0].Id);
        Assert.Equal(3, first.Services.Select(s => s.Id).Distinct().Count());
    }

    [Fact]
    public void Timestamps_default_to_now_and_given_ones_stay()
    {
        var config = Loading.Accept(Loading.V3("services:\n- {host: a.test}\n- {host: b.test, created_at: 5}\n"));

        Assert.Equal([Loading.Now, 5], config.Services.Select(s => s.CreatedAt));
    }

    [Theory]
    [InlineData("", "_format_version: required field missing; write _format_version: \"3.0\"")]
    [InlineData("_format_version: 3.0\n", "_format_version: expected a string (value: 3); put the version in quotes: _format_version: \"3.0\"")]
    [InlineData("_format_version: \"1.2\"\n", "_format_version: expected one of: 1.1, 2.1, 3.0 (value: 1.2); write _format_version: \"3.0\"")]
    [InlineData("_format_version: \"3.0\"\n_transform: 1\n", "_transform: expected a boolean (value: 1); write true or false")]
    [InlineData("_format_version: \"3.0\"\n_comment: 1\n", "_comment: expected a string (value: 1); put it in quotes")]
    [InlineData("_format_version: \"3.0\"\n_ignore: 1\n", "_ignore: expected an array")]
    [InlineData("_format_version: \"3.0\"\nservice: []\n", "service: unknown field; did you mean 'services'?")]
    [InlineData("_format_version: \"3.0\"\nqwertyuiop: []\n", "qwertyuiop: unknown field")]
    [InlineData("_format_version: \"3.0\"\nservices: x\n", "services: expected an array; it is a string; write a list: [x]")]
    [InlineData("_format_version: \"3.0\"\nservices: [x]\n", "services[0]: expected a record; it is a string; write names with values")]
    [InlineData("_format_version: \"3.0\"\nservices: [{host: h, routes: x}]\n", "services[0].routes: expected an array; it is a string; write a list: [x]")]
    [InlineData("_format_version: \"3.0\"\nroutes: [{paths: [/], service: nope}]\n",
        "routes[0].service: invalid reference 'service: nope' (no such entry in 'services') (value: nope); declare it under 'services'")]
    [InlineData("_format_version: \"3.0\"\nservices: [{name: orders, host: h}]\nroutes: [{paths: [/], service: order}]\n",
        "routes[0].service: invalid reference 'service: order' (no such entry in 'services') (value: order); did you mean 'orders'?")]
    [InlineData("_format_version: \"3.0\"\nservices: [{name: a, host: h, routes: [{paths: [/], service: b}]}, {name: b, host: h}]\n",
        "services[0].routes[0].service: value must be null (value: b); the nesting already says which entity this belongs to")]
    [InlineData("_format_version: \"3.0\"\nplugins: [{name: ldap-auth}]\n",
        "plugins[0].name (name: ldap-auth): plugin 'ldap-auth' not enabled; add it to the 'plugins' configuration property (value: ldap-auth); this version does not have the plugin, whatever the setting 'plugins' says; ignoring it could open what it protects, so remove it knowingly")]
    [InlineData("_format_version: \"3.0\"\nplugins: [{name: key-auht}]\n",
        "plugins[0].name (name: key-auht): plugin 'key-auht' not enabled; add it to the 'plugins' configuration property (value: key-auht); no plugin of this name is known; did you mean 'key-auth'?")]
    [InlineData("_format_version: \"3.0\"\nplugins: [{name: key-auth, id: 11111111-1111-4111-8111-111111111111}, {name: key-auth}]\n",
        "plugins[1] (name: key-auth): UNIQUE violation detected on '{consumer=null,name=\"key-auth\",route=null,service=null}'; remove one of the two")]
    public void Document_is_refused(string text, string error)
        => Assert.Equal(error, Loading.Load(text.Length == 0 ? "{}" : text).Errors.Single().ToString());

    [Fact]
    public void Routes_of_formats_before_3_are_migrated()
    {
        var config = Loading.Accept("""
            _format_version: "1.1"
            services:
            - host: a.test
              routes:
              - paths: [/regex.+, /prefix/./x, '/a%20(b)', '/%61-%2B']
            """);

        Assert.Equal(["~/regex.+", "/prefix/x", "~/a (b)", "/a-%2B"], config.Routes[0].Paths!);
    }

    [Fact]
    public void Paths_of_format_3_stay()
        => Assert.Equal(
            "routes[0].paths[0]: should start with: / (fixed path) or ~/ (regex path) (value: a)",
            Loading.Load(Loading.V3("routes:\n- paths: [a]\n")).Errors.Single().ToString());

    [Fact]
    public void Kinds_of_later_versions_load_with_one_warning_each()
    {
        var result = Loading.Load(Loading.V3("""
            _info: {select_tags: [a], defaults: {service: {retries: 1}}}
            _konnect: {runtime_group_name: x}
            _workspace: default
            services: [{name: s, host: h, filter_chains: [{name: f}]}]
            oauth2_tokens: [{access_token: t1}, {access_token: t2}]
            """));

        Assert.Empty(result.Errors);
        Assert.Equal(["_info.defaults", "filter_chains", "oauth2_tokens"], result.Warnings.Select(w => w.Path).Order(StringComparer.Ordinal));
        Assert.Contains(result.Warnings, w => w.Path == "oauth2_tokens" && w.Message.EndsWith("2 ignored", StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_are_reported_at_once_in_order()
    {
        var result = Loading.Load(Loading.V3("""
            services:
            - name: a b
              host: h
              routes:
              - paths: [x]
                plugins: [{name: tcp-log}]
            - port: 99999
            upstreams:
            - name: 1.2.3.4
            bogus: 1
            """));

        Assert.Null(result.Config);
        Assert.Equal(
            [
                "bogus", "services[0].name", "services[0].routes[0].paths[0]",
                "services[0].routes[0].plugins[0].config.host", "services[0].routes[0].plugins[0].config.port",
                "services[1].port", "services[1].host", "upstreams[0].name",
            ],
            result.Errors.Select(e => e.Path));
    }

    [Fact]
    public void Empty_document_is_an_empty_configuration()
    {
        var config = Loading.Accept(Loading.V3("services:\nroutes: []\n"));

        Assert.Empty(config.Services);
        Assert.Matches("^[0-9a-f]{32}$", config.Hash);
        Assert.NotEqual(ConfigSet.Empty.Hash, config.Hash);
    }

    [Fact]
    public void Sni_and_certificate_errors_mirror_the_document()
        => KongExpectationTests.AssertJson(
            """{"certificates":[{"key":"required field missing","snis":[{"name":"must not be an IP"}],"cert":"required field missing"}]}""",
            Loading.Load(Loading.V3("certificates:\n- snis: [{name: 1.2.3.4}]\n")).ErrorFields);

    // Each of these was accepted: the YAML reader is milder than what was written.
    [Theory]
    [InlineData("{\"_format_version\": \"3.0\", \"services\": [],}")]
    [InlineData("{\n  \"_format_version\": \"3.0\", \"services\": [],\n}")]
    [InlineData("{\"_format_version\": \"3.0\"}\0\0")]
    [InlineData("_format_version: \"3.0\"\n\0services: [{}]\n")]
    [InlineData("_format_version: \"3.0\"\nservices: !own []\n")]
    [InlineData("_format_version: \"3.0\"\nservices: !!set {}\n")]
    [InlineData("!own\n_format_version: \"3.0\"\n")]
    [InlineData("!own _format_version: \"3.0\"\n")]
    public void Trailing_comma_NUL_and_foreign_tag_are_refused(string text)
        => Assert.StartsWith("failed parsing declarative configuration: ", Assert.Single(Loading.Load(text).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Tags_that_say_what_is_there_are_accepted()
        => Assert.Empty(Loading.Load("!!map\n!!str _format_version: !!str \"3.0\"\nservices: !!seq []\n").Errors);
}
