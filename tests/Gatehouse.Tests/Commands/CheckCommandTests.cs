using Xunit;

namespace Gatehouse.Tests.Commands;

public sealed partial class CheckCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Check_good_files_is_0()
    {
        _line.Write("kong.yml", "_format_version: '3.0'\n");
        _line.Write("gatehouse.yaml", "log_level: info\n");
        Assert.Equal(0, await _line.RunAsync("check", "kong.yml", "gatehouse.yaml"));
        Assert.Contains("kong.yml: ok", _line.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("gatehouse.yaml: ok", _line.Out.ToString(), StringComparison.Ordinal);
    }

    // The node warns of it, the check said only "ok".
    [Fact]
    public async Task Check_settings_tells_of_plugins_that_are_not_there()
    {
        _line.Write("kong.conf", "plugins = bundled, my-plugin\n");
        Assert.Equal(0, await _line.RunAsync("check", "kong.conf"));
        Assert.Equal(
            "warning: kong.conf: plugins: this version has no plugin 'my-plugin'; a configuration that uses it will be refused\nkong.conf: ok\n",
            _line.Out.ToString());
    }

    // The check said "ok", and members of the group had no tier.
    [Fact]
    public async Task Check_declarative_tells_of_names_that_are_nobodys()
    {
        _line.Write("kong.yml", """
            _format_version: '3.0'
            consumer_groups: [{name: gold}]
            consumers: [{username: alice}]
            services:
            - {name: a, host: a, routes: [{name: reports, paths: [/]}]}
            plugins:
            - {name: rate-limiting, config: {minute: 5, tiers: {gold: {minute: 9}, glod: {minute: 9}}}}
            - name: adaptive-concurrency
              config: {priorities: [{priority: high, consumers: [alice, bob], consumer_groups: [gold]}, {priority: low, routes: [report, reports]}]}
            """);
        Assert.Equal(0, await _line.RunAsync("check", "kong.yml"));
        Assert.Equal(
            [
                "warning: kong.yml: plugins[0].config.tiers.glod: there is no consumer group of this name: nobody has it (value: glod); did you mean 'gold'?",
                "warning: kong.yml: plugins[1].config.priorities[0].consumers[1]: there is no consumer of this name: nobody has it (value: bob); declare it under 'consumers'",
                "warning: kong.yml: plugins[1].config.priorities[1].routes[0]: there is no route of this name: nobody has it (value: report); did you mean 'reports'?",
                "kong.yml: ok",
            ],
            _line.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // All mistakes were one line under the plugin, and a group that nobody has left a policy without effect.
    [Fact]
    public async Task Check_declarative_tells_each_mistake_of_the_llm_gateway_where_it_is()
    {
        _line.Write("kong.yml", """
            _format_version: '3.0'
            routes:
            - {name: a, paths: [/a], plugins: [{name: ai-gateway, config: {policy: clinic}}]}
            - {name: b, paths: [/b], plugins: [{name: ai-gateway}]}
            ai_providers: [{name: s, type: sandbox}, {name: v, type: openai, url: "ftp://v"}]
            ai_models: [{name: m, deployments: [{provider: s, model: s}], fallbacks: [n]}]
            ai_policies: [{name: clinic, consumer_groups: {clinicans: phi}}]
            """);
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        Assert.Equal(
            [
                "kong.yml: ai_providers[1].url (name: v): not an http or https URL without query and user; write it as https://host[:port][/path]",
                "kong.yml: ai_models[0].fallbacks (name: m): there is no such ai_model (value: n); add it to ai_models, or correct the name",
                "kong.yml: ai_policies[0].consumer_groups (name: clinic): there is no such consumer group (value: clinicans); add it to consumer_groups, or correct the name",
                "kong.yml: 3 errors",
            ],
            _line.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // Fields of Kong's other plugin were "unknown", and nothing said what they are called here.
    [Fact]
    public async Task Check_declarative_says_what_fields_of_advanced_limits_are_called()
    {
        _line.Write("kong.yml", "_format_version: '3.0'\nplugins: [{name: rate-limiting, config: {minute: 1, window_type: sliding, identifier: ip, strategy: redis}}]\n");
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        Assert.Equal(
            [
                "kong.yml: plugins[0].config.window_type (name: rate-limiting): unknown field; it is of rate-limiting-advanced; here: algorithm: sliding-window, or fixed-window",
                "kong.yml: plugins[0].config.identifier (name: rate-limiting): unknown field; it is of rate-limiting-advanced; here: limit_by",
                "kong.yml: plugins[0].config.strategy (name: rate-limiting): unknown field; it is of rate-limiting-advanced; here: policy: redis, or local",
                "kong.yml: 3 errors",
            ],
            _line.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Check_names_line_and_column_of_an_expression_wherever_it_stands()
    {
        _line.Write("kong.yml", """
            _format_version: '3.0'
            plugins:
            - name: policy
              config:
                rules:
                - name: a
                  effect: allow
                  when: |
                    request.method == "GET" &&
                      request.pth == "/x"
            - name: rate-limiting
              config:
                minute: 5
                limit_by: expression
                expression: request.path + 5
                cost: {expression: '1 + strng(3)'}
                cost_after: {expression: response.status +}
                limits:
                - {name: a, limit: 5, limit_by: expression, expression: client.ipp}
                - {name: b, limit: 5, cost: {expression: response.size}}
                tiers: {gold: {limits: [{name: c, limit: 5, cost: {expression: 1 + true} }]} }
            """);
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        (string Path, string Text)[] expected =
        [
            ("plugins[0].config.rules[0].when", "line 2, column 11: 'request' has no 'pth'"),
            ("plugins[1].config.cost.expression", "line 1, column 5: there is no function 'strng'"),
            ("plugins[1].config.cost_after.expression", "line 1, column 18: expected an operand, found the end"),
            ("plugins[1].config.expression", "line 1, column 14: there is no '+' of string and int"),
            ("plugins[1].config.limits[0].expression", "line 1, column 8: 'client' has no 'ipp'"),
            ("plugins[1].config.limits[1].cost.expression", "line 1, column 1: there is no variable 'response'"),
            ("plugins[1].config.tiers.limits[0].cost.expression", "line 1, column 3: there is no '+' of int and bool"),
        ];
        string[] lines = _line.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length + 1, lines.Length);
        Assert.All(expected, e => Assert.Contains(lines, l => l.StartsWith($"kong.yml: {e.Path} (name: ", StringComparison.Ordinal) && l.Contains($": {e.Text}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_declarative_prints_every_error_and_warning()
    {
        _line.Write("kong.yml", """
            _format_version: '3.0'
            licenses: []
            services:
            - name: a
            - host: b
              port: 99999
            """);
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        var lines = _line.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, static l => l.StartsWith("kong.yml: services[0].host (name: a): required field missing", StringComparison.Ordinal));
        Assert.Contains(lines, static l => l.StartsWith("kong.yml: services[1].port: value should be between 0 and 65535", StringComparison.Ordinal) && l.Contains("99999", StringComparison.Ordinal));
        Assert.StartsWith("warning: kong.yml: licenses", lines[0], StringComparison.Ordinal);
        Assert.Equal("kong.yml: 2 errors", lines[^1]);
    }

    [Fact]
    public async Task Check_of_a_malformed_reference_is_an_error_and_no_exception()
    {
        _line.Write("kong.yml", "_format_version: '3.0'\nplugins: [{name: http-log, config: {http_endpoint: '{vault://}'}}]\n");
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        Assert.Contains("config.http_endpoint", _line.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("not a valid vault reference", _line.Out.ToString(), StringComparison.Ordinal);
    }

    // What only building a plugin finds was silent until every error of the schemas was mended.
    [Fact]
    public async Task Check_tells_what_schemas_find_and_what_building_finds_in_one_run()
    {
        _line.Write("kong.yml", """
            _format_version: '3.0'
            services:
            - name: a
            - name: b
              host: b.test
              plugins:
              - {name: request-termination, config: {status_code: 42, message: a, body: b}}
              - {name: http-log, config: {http_endpoint: '{vault://env/gatehouse-no-such-variable}'}}
              - {name: file-log, config: {path: a.log, reopen: 5, custom_fields_by_lua: {a: return 1}}}
            """);
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        string output = _line.Out.ToString();
        foreach (string part in (string[])
        [
            "services[0].host", "services[1].plugins[0].config.status_code", "message cannot be used with content_type or body",
            "services[1].plugins[1].config.http_endpoint (name: http-log): missing host in url", "services[1].plugins[2].config.reopen",
            "services[1].plugins[2].config.custom_fields_by_lua", "kong.yml: 6 errors",
        ])
        {
            Assert.Contains(part, output, StringComparison.Ordinal);
        }
    }

    // Most of this is told by the schema; what an unset variable leaves behind only building finds. Check called such files "ok".
    [Theory]
    [InlineData(
        "{name: request-termination, config: {status_code: 150}}",
        "config.status_code (name: request-termination): an interim status cannot end a request (value: 150); use 200 to 599")]
    [InlineData(
        "{name: file-log, config: {path: LOG, custom_fields_by_lua: {a: return 1}}}",
        "config.custom_fields_by_lua (name: file-log): Lua code cannot run here; remove the field")]
    [InlineData(
        "{name: http-log, config: {http_endpoint: '{vault://env/gatehouse-no-such-variable}'}}",
        "config.http_endpoint (name: http-log): missing host in url; write http://host/path, also where the value is kept")]
    public async Task Check_finds_what_only_building_a_plugin_finds(string plugin, string error)
    {
        _line.Write("kong.yml", $$"""
            _format_version: '3.0'
            services:
            - name: a
              url: http://upstream.invalid
              routes:
              - name: r
                paths: [/]
                plugins:
                - {name: cors}
                - {{plugin.Replace("LOG", _line.PathOf("access.log"), StringComparison.Ordinal)}}
            """);
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        Assert.Contains($"kong.yml: services[0].routes[0].plugins[1].{error}\n", _line.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_a_directory_says_that_it_is_one()
    {
        Directory.CreateDirectory(_line.PathOf("conf.d"));
        Assert.Equal(2, await _line.RunAsync("check", "conf.d"));
        Assert.Equal("conf.d: is a directory; name the files in it\n", _line.Error.ToString());
    }

    [Fact]
    public async Task Check_prints_no_control_character_of_a_file()
    {
        _line.Write("kong.yml", "_format_version: '3.0'\nservices: [{name: \"a\\e[31m\\u202eb\", host: h}]\n");
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        Assert.DoesNotContain('\u001b', _line.Out.ToString());
        Assert.Contains("a\\x1b[31m\\u202eb", _line.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kong.yml", "", 1)]
    [InlineData("kong.yml", " \n\t\n", 1)]
    [InlineData("kong.json", "\n", 1)]
    [InlineData("kong.conf", "", 0)]
    public async Task Check_of_an_empty_file_is_an_error(string name, string text, int code)
    {
        _line.Write(name, text);
        Assert.Equal(code, await _line.RunAsync("check", name));
        Assert.Equal(code == 1, _line.Out.ToString().Contains($"{name}: is empty", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_opens_no_log_file()
    {
        _line.Write("kong.yml", $"_format_version: '3.0'\nplugins:\n- {{name: file-log, config: {{path: {_line.PathOf("access.log")}}}}}\n");
        Assert.Equal(0, await _line.RunAsync("check", "kong.yml"));
        Assert.False(File.Exists(_line.PathOf("access.log")));
    }

    [Fact]
    public async Task Check_settings_reads_the_certificates_they_name()
    {
        _line.Write("other.pem", "not a certificate");
        _line.Write("node.yaml", "ssl_cert: absent.pem\nssl_cert_key: absent.key\nlua_ssl_trusted_certificate: other.pem\n");
        Assert.Equal(1, await _line.RunAsync("check", "node.yaml"));
        var lines = _line.Out.ToString().Split('\n');
        Assert.Contains(lines, static l => l.StartsWith("node.yaml: ssl_cert: ", StringComparison.Ordinal) && l.Contains("absent.pem cannot be read", StringComparison.Ordinal));
        Assert.Contains(lines, static l => l.StartsWith("node.yaml: lua_ssl_trusted_certificate: ", StringComparison.Ordinal) && l.EndsWith("holds no certificate", StringComparison.Ordinal));
        Assert.Contains("node.yaml: 2 errors", lines);
    }

    [Fact]
    public async Task Check_of_broken_yaml_names_the_file()
    {
        _line.Write("kong.yml", "_format_version: '3.0'\nservices: [\n");
        Assert.Equal(1, await _line.RunAsync("check", "kong.yml"));
        Assert.StartsWith("kong.yml: ", _line.Out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("kong.yml: :", _line.Out.ToString(), StringComparison.Ordinal);
    }
}
