using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Tests.Cases;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

public class OpenAiAnswerTests
{
    private static readonly CaseFolder Folder = new("OpenAi/answers", ".json");

    public static TheoryData<string> Names => Folder.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_answer_becomes_the_expected_events_and_client_bodies(string name)
    {
        var kind = OpenAiClient.KindOf(name);
        var events = new List<ChatEvent>();
        new OpenAiProvider(kind).DecodeChat(Folder.Read(name), new HeaderMap(), OpenAiClient.Model(kind), events);

        Folder.AssertExpected(name, $"# Events\n{EventText.Of(events)}{(events[^1] is AnswerEnded ? Bodies(AnswerCollector.Collect(events)) : "")}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"choices":{}}""")]
    [InlineData("""{"choices":[{"index":-1,"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"index":4096,"finish_reason":"stop"}]}""")]
    public void What_is_no_answer_is_a_failure(string body)
    {
        var events = new List<ChatEvent>();
        new OpenAiProvider(Ai.Providers.ProviderKind.OpenAi).DecodeChat(System.Text.Encoding.UTF8.GetBytes(body), new HeaderMap(), OpenAiClient.Model(Ai.Providers.ProviderKind.OpenAi), events);

        Assert.Equal(AiErrorKind.VendorFailed, Assert.IsType<AnswerFailed>(events[^1]).Error.Kind);
    }

    private static string Bodies(ChatAnswer answer)
    {
        const string Chat = """{"model":"asked","messages":[{"role":"user","content":"Hi"}]}""";
        const string Responses = """{"model":"asked","input":"Hi","instructions":"Be brief.","store":true,"temperature":0.5,"metadata":{"a":"b"}}""";
        const string Completions = """{"model":"asked","prompt":"Say: ","echo":true}""";
        return $"""

            # Chat completions
            {OpenAiClient.Answer("/v1/chat/completions", answer, Chat)}

            # Responses
            {OpenAiClient.Answer("/v1/responses", answer, Responses)}

            # Completions
            {OpenAiClient.Answer("/v1/completions", answer, Completions)}

            """;
    }
}
