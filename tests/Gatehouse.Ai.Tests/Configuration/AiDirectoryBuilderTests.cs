using System.Text.Json.Nodes;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Providers.Sandbox;
using Gatehouse.Ai.Selection;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Plugins;
using Xunit;

namespace Gatehouse.Ai.Tests.Configuration;

public class AiDirectoryBuilderTests
{
    private static AiEntityConfig Entity(string name, string json)
    {
        var record = JsonNode.Parse(json)!.AsObject();
        record["name"] = name;
        return new AiEntityConfig { Id = name, Name = name, Record = record };
    }

    private static (AiDirectory Directory, IReadOnlyList<ConfigError> Errors) Build(ConfigSet config)
    {
        var builder = new AiDirectoryBuilder(Dialects.Providers(TimeProvider.System), new DeploymentRegistry(TimeProvider.System), _ => new SandboxTransport(TimeProvider.System), TimeProvider.System);
        return (builder.Build(config), builder.Errors);
    }

    private static ConfigSet Config(string provider, string deployment, string model = "", params AiEntityConfig[] policies) => ConfigSet.Empty with
    {
        AiProviders = [Entity("p", provider)],
        AiModels = [Entity("m", $$"""{"deployments":[{"provider":"p","model":"v"{{deployment}}}]{{model}}}""")],
        AiPolicies = policies,
    };

    [Theory]
    [InlineData("""{"type":"openai"}""", false)]
    [InlineData("""{"type":"anthropic"}""", false)]
    [InlineData("""{"type":"sandbox"}""", true)]
    [InlineData("""{"type":"ollama"}""", true)]
    [InlineData("""{"type":"ollama","url":"http://10.1.2.3:11434"}""", true)]
    [InlineData("""{"type":"ollama","url":"http://[fd00::1]:11434"}""", true)]
    [InlineData("""{"type":"ollama","url":"https://ollama.example.com"}""", false)]
    [InlineData("""{"type":"ollama","url":"http://8.8.8.8:11434"}""", false)]
    [InlineData("""{"type":"openai-compatible","url":"http://127.0.0.1:8080"}""", false)]
    [InlineData("""{"type":"openai-compatible","url":"http://127.0.0.1:8080","private":true}""", true)]
    public void Only_what_cannot_be_elsewhere_is_private_by_itself(string provider, bool isPrivate)
    {
        var (directory, errors) = Build(Config(provider, ""));

        Assert.Empty(errors);
        Assert.Equal(isPrivate, directory.Models[0].Deployments[0].Provider.IsPrivate);
        Assert.Equal(isPrivate, directory.Models[0].Deployments[0].AdmittedClasses.Contains(DataClass.Phi));
    }

    // The paths behind these are those of the encoders: /chat/completions, /v1/messages, /model/…, /api/chat.
    [Theory]
    [InlineData("""{"type":"openai"}""", "https://api.openai.com/v1")]
    [InlineData("""{"type":"anthropic"}""", "https://api.anthropic.com/")]
    [InlineData("""{"type":"bedrock","region":"eu-central-1"}""", "https://bedrock-runtime.eu-central-1.amazonaws.com/")]
    [InlineData("""{"type":"ollama"}""", "http://127.0.0.1:11434/")]
    public void Default_url_is_the_one_the_encoders_paths_go_behind(string provider, string url)
        => Assert.Equal(url, Build(Config(provider, "")).Directory.Models[0].Deployments[0].Provider.Address.Url.AbsoluteUri);

    [Theory]
    [InlineData("""{"type":"openai","optional":true}""", false)]
    [InlineData("""{"type":"openai","optional":true,"api_key":"k"}""", true)]
    [InlineData("""{"type":"openai","optional":true,"api_key":""}""", false)]
    [InlineData("""{"type":"bedrock","optional":true,"region":"eu-central-1"}""", false)]
    [InlineData("""{"type":"bedrock","optional":true,"region":"eu-central-1","aws_access_key_id":"A"}""", true)]
    [InlineData("""{"type":"ollama","optional":true}""", false)]
    [InlineData("""{"type":"ollama","optional":true,"url":"0.0.0.0:11434"}""", true)]
    [InlineData("""{"type":"sandbox","enabled":false}""", false)]
    public void Optional_provider_is_there_as_soon_as_its_credential_is(string provider, bool isThere)
    {
        var (directory, errors) = Build(Config(provider, ""));

        Assert.Empty(errors);
        Assert.Equal(isThere ? 1 : 0, directory.Models.Count);
    }

    [Theory]
    [InlineData("""{"type":"openai","url":"ftp://x"}""", "", "ai_providers[p].url")]
    [InlineData("""{"type":"openai","url":"https://user:pw@x"}""", "", "ai_providers[p].url")]
    [InlineData("""{"type":"bedrock"}""", "", "ai_providers[p].region")]
    [InlineData("""{"type":"openai","api_key_file":"/does/not/exist"}""", "", "ai_providers[p].api_key_file")]
    [InlineData("""{"type":"sandbox"}""", ""","data_classes":["nonsense"]""", "ai_models[m].deployments[0].data_classes")]
    public void Mistake_names_its_field(string provider, string deployment, string path)
        => Assert.Contains(Build(Config(provider, deployment)).Errors, e => e.Path == path && e.Remedy is not null);

    [Fact]
    public void Error_never_shows_a_credential_in_a_url()
        => Assert.DoesNotContain(Build(Config("""{"type":"openai","url":"https://user:s3cret@x"}""", "")).Errors, e => e.ToString().Contains("s3cret", StringComparison.Ordinal));

    [Fact]
    public void Unknown_names_are_errors()
    {
        Assert.Contains(Build(Config("""{"type":"sandbox"}""", "", ""","fallbacks":["x"]""")).Errors, e => e.Path == "ai_models[m].fallbacks");
        Assert.Contains(Build(ConfigSet.Empty with { AiModels = [Entity("m", """{"deployments":[{"provider":"x","model":"v"}]}""")] }).Errors, e => e.Path == "ai_models[m].deployments[0].provider");
    }

    [Theory]
    [InlineData("policy", """{"consumer_groups":{"clinicans":"phi"}}""", "ai_policies[x].consumer_groups")]
    [InlineData("policy", """{"consumers":{"nobody":"phi"}}""", "ai_policies[x].consumers")]
    [InlineData("policy", """{"rules":[{"class":"pii","action":"redact"},{"class":"phy","action":"restrict"}]}""", "ai_policies[x].rules[1].class")]
    [InlineData("budget", """{"scope":"consumer","consumer_group":"clinicans","amount":5}""", "ai_budgets[x].consumer_group")]
    [InlineData("budget", """{"scope":"consumer","consumer":"nobody","amount":5}""", "ai_budgets[x].consumer")]
    [InlineData("budget", """{"scope":"model","model":"mm","amount":5}""", "ai_budgets[x].model")]
    [InlineData("budget", """{"scope":"consumer","consumer_group":"clinicians","consumer":"alice","model":"m","amount":5}""", null)]
    [InlineData("policy", """{"consumer_groups":{"clinicians":"phi"},"consumers":{"alice":"phi"}}""", null)]
    public void Name_that_nobody_has_is_an_error_and_no_empty_set(string kind, string json, string? path)
    {
        var config = Config("""{"type":"sandbox"}""", "") with
        {
            Consumers = [new ConsumerConfig { Id = "c1", Username = "alice" }],
            ConsumerGroups = [new ConsumerGroupConfig { Id = "g1", Name = "clinicians" }],
        };
        var entity = Entity("x", json);
        var (_, errors) = Build(kind == "policy" ? config with { AiPolicies = [entity] } : config with { AiBudgets = [entity] });

        Assert.Equal(path is null ? [] : [path], errors.Select(e => e.Path));
        Assert.All(errors, e => Assert.NotNull(e.Remedy));
    }

    [Fact]
    public void Class_with_two_rules_is_an_error()
        => Assert.Contains(
            Build(Config("""{"type":"sandbox"}""", "", "", Entity("x", """{"rules":[{"class":"phi","action":"restrict"},{"class":"phi","action":"allow"}]}"""))).Errors,
            e => e.Path == "ai_policies[x].rules[1].class" && e.Remedy is not null);

    [Fact]
    public void Model_that_a_route_names_must_exist()
    {
        var (directory, _) = Build(Config("""{"type":"openai","optional":true}""", ""));

        AiScope.Of(Route("m"), directory);
        var error = Assert.Throws<PluginBuildException>(() => AiScope.Of(Route("x"), directory));
        Assert.Equal(("models", "x"), (error.Field, error.Value));

        static AiGatewayConfig Route(string model) => AiGatewayConfig.From(new JsonObject { ["models"] = new JsonArray(model) });
    }

    [Fact]
    public void Two_models_of_one_name_are_an_error()
    {
        var config = Config("""{"type":"sandbox"}""", "", ""","aliases":["n"]""");
        config = config with { AiModels = [.. config.AiModels, Entity("n", """{"deployments":[{"provider":"p","model":"v"}]}""")] };

        Assert.Contains(Build(config).Errors, e => e.Message.Contains("belongs to ai_model", StringComparison.Ordinal));
    }

    [Fact]
    public void Model_is_found_by_alias_and_with_latest()
    {
        var (directory, _) = Build(Config("""{"type":"sandbox"}""", "", ""","aliases":["n"]"""));

        Assert.Equal("m", directory.FindModel("n")?.Name);
        Assert.Equal("m", directory.FindModel("m:latest")?.Name);
        Assert.Null(directory.FindModel("x"));
    }

    [Fact]
    public void Health_survives_a_reload()
    {
        var registry = new DeploymentRegistry(TimeProvider.System);
        AiDirectory Once() => new AiDirectoryBuilder(Dialects.Providers(TimeProvider.System), registry, _ => new SandboxTransport(TimeProvider.System), TimeProvider.System)
            .Build(Config("""{"type":"sandbox"}""", ""));

        Once().Models[0].Deployments[0].Health.Failed(TimeSpan.FromMinutes(5));

        Assert.True(Once().Models[0].Deployments[0].Health.IsResting);
    }

    [Fact]
    public void Price_of_the_configuration_goes_before_the_books()
    {
        var deployment = Build(Config("""{"type":"openai"}""", ""","price":{"input":2,"output":8}""")).Directory.Models[0].Deployments[0];

        Assert.Equal(10m, deployment.CostOf(new TokenUsage { Input = 1_000_000, Output = 1_000_000 }, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Policies_share_one_catalogue_of_classes()
    {
        var (_, errors) = Build(Config("""{"type":"sandbox"}""", "", "",
            Entity("a", """{"classes":[{"name":"trade","rank":150}]}"""), Entity("b", """{"classes":[{"name":"trade","rank":250}]}""")));

        Assert.Contains(errors, e => e.Path == "ai_policies[b].classes");
    }
}
