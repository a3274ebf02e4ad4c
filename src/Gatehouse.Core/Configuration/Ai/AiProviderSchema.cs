using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Ai;

/// <summary>Schema of <c>ai_providers</c>: where models run, and with what credential.</summary>
internal static class AiProviderSchema
{
    private static readonly string[] NeedUrl = ["azure-openai", "openai-compatible"];

    public static RecordSchema Create() => RecordSchema.Of(AiFields.With(
        Field.String("type").Required().AmongOf("openai", "azure-openai", "openai-compatible", "anthropic", "bedrock", "ollama", "sandbox")
            .Describe("The API it speaks."),
        Field.String("url").Referenceable()
            .Describe("Base URL as the vendor's libraries take it: with /v1 for openai and openai-compatible, without for others. Default: the vendor's own; http://127.0.0.1:11434 for ollama."),
        AiFields.Reference("api_key").Describe("Key or bearer token, as a reference."),
        Field.String("api_key_file").Describe("File with the key, read when the configuration is loaded."),
        Field.String("region").Referenceable().Describe("AWS region, or where the provider processes data, for residency."),
        AiFields.Reference("aws_access_key_id").Describe("AWS key pair, as references; unset = the default chain (environment, profile, IRSA, IMDS)."),
        AiFields.Reference("aws_secret_access_key").Describe("The pair's secret."),
        AiFields.Reference("aws_session_token").Describe("Token of temporary credentials."),
        Field.String("organization").Describe("OpenAI organisation."),
        Field.String("project").Describe("OpenAI project."),
        Field.String("api_version").Describe("Azure's api-version, Anthropic's anthropic-version."),
        Field.MapOf("headers", CommonFields.HeaderName("name"), Field.String("value").Secret()).Describe("Further header fields of every call."),
        Field.Boolean("private").Describe("Whether it runs where protected data may be. Default: true for sandbox, and for ollama on a private address; else false."),
        AiFields.DataClasses().Describe("Data classes it may see. Default: all for private providers, public and internal for others."),
        Field.Boolean("optional", false).Describe("Whether it is left out without a warning while its credential (ollama: url) is not there."),
        Field.Boolean("enabled", true).Required().Describe("Whether it is there."),
        Field.Boolean("stream_options", true).Describe("Whether it takes OpenAI's stream_options."),
        Field.Boolean("tls_verify", true).Describe("Whether its certificate is verified."),
        Milliseconds("connect_timeout", 5_000).Describe("Milliseconds to connect."),
        Milliseconds("first_token_timeout", 120_000).Describe("Milliseconds from the call to the first byte of the answer, and to the first content of a stream."),
        Milliseconds("idle_timeout", 180_000).Describe("Milliseconds between two pieces of an answer. Long gaps are legal: a vendor may pause two minutes over a tool's arguments."),
        Milliseconds("total_timeout", 900_000).Describe("Milliseconds for the whole call.")))
        .With(
            EntityChecks.Conditional("type", EntityChecks.Among(NeedUrl), "url", EntityChecks.IsRequired, new JsonObject
            {
                ["if_match"] = new JsonObject { ["one_of"] = new JsonArray([.. NeedUrl.Select(v => JsonValue.Create(v))]) },
                ["then_match"] = new JsonObject { ["required"] = true },
            }));

    private static Field Milliseconds(string name, int value) => Field.Integer(name).InRange(1, 86_400_000).WithDefault(value);
}
