using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.OpenAi;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Tests.Cases.OpenAi;

/// <summary>Calls OpenAI's surface as a client would.</summary>
internal static class OpenAiClient
{
    public static readonly OpenAiSurface Surface = new();

    public static readonly AnswerContext Context = new() { RequestId = "req1", Model = "asked", Created = DateTimeOffset.FromUnixTimeSeconds(1_750_000_000) };

    private static readonly byte[] ResponsesBody = Encoding.UTF8.GetBytes("""{"model":"asked","input":"Hi","stream":true}""");

    public static T Endpoint<T>(string template)
        where T : Endpoint
        => (T)Surface.Endpoints.Single(e => e.Template == template);

    public static ChatEndpoint Chat(string template) => Endpoint<ChatEndpoint>(template);

    public static ChatRequest Decode(string template, ReadOnlyMemory<byte> body, params string[] pathValues)
        => Chat(template).Decode(new ClientCall { Headers = new HeaderMap(), Body = body, PathValues = pathValues });

    public static ChatRequest Decode(string template, string body, params string[] pathValues) => Decode(template, Encoding.UTF8.GetBytes(body), pathValues);

    /// <summary>What a client of chat completions reads that asked for usage.</summary>
    public static string ChatStream(IEnumerable<ChatEvent> events, bool wantsUsage = true)
        => StreamReading.Write(Chat("/v1/chat/completions").CreateStreamWriter(new ChatRequest { Model = "asked", Messages = [], Format = WireFormat.OpenAiChat, WantsUsage = wantsUsage }, Context), events);

    /// <summary>What a client of responses reads.</summary>
    public static string ResponsesStream(IEnumerable<ChatEvent> events)
    {
        var endpoint = Chat("/v1/responses");
        return StreamReading.Write(endpoint.CreateStreamWriter(Decode("/v1/responses", ResponsesBody), Context), events);
    }

    /// <summary>A whole answer, indented.</summary>
    public static string Answer(string template, ChatAnswer answer, string request)
    {
        var output = new ArrayBufferWriter<byte>();
        Chat(template).WriteAnswer(answer, Decode(template, request), Context, output);
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return JsonSerializer.Serialize(document, Indented);
    }

    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static VendorModel Model(ProviderKind kind, string id = "vendor-model", string url = "https://vendor.example/v1") => new()
    {
        Id = id,
        Provider = new ProviderAddress { Name = "p", Kind = kind, Url = new Uri(url), ApiKey = "sk-canary" },
    };

    /// <summary>The kind a case's name begins with.</summary>
    public static ProviderKind KindOf(string caseName) => caseName.Split('-')[0] switch
    {
        "openai" => ProviderKind.OpenAi,
        "azure" => ProviderKind.AzureOpenAi,
        "sandbox" => ProviderKind.Sandbox,
        _ => ProviderKind.OpenAiCompatible,
    };
}
