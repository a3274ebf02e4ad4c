using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Bedrock;
using Gatehouse.Ai.Tests.Providers.Bedrock;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Bedrock;

public class ConverseRequestReaderTests
{
    private static readonly BedrockSurface Surface = new();

    public static IEnumerable<object[]> Good() => ConverseRequests.Good.Select(r => new object[] { r.Name, r.Body, r.Request });

    public static IEnumerable<object?[]> Bad() => ConverseRequests.Bad.Select(r => new object?[] { r.Body, r.Field });

    [Theory]
    [MemberData(nameof(Good))]
    public void Body_has_its_meaning(string name, string body, string request)
    {
        Assert.NotEmpty(name);
        Assert.Equal(request.Replace('\'', '"'), Dump.Of(Decode(body)));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Malformed_body_is_refused_by_the_name_of_its_field(string body, string? field)
    {
        var error = Assert.Throws<AiException>(() => Decode(body)).Error;

        Assert.Equal((AiErrorKind.InvalidRequest, field), (error.Kind, error.Field));
    }

    [Fact]
    public void Path_says_the_model_and_whether_it_streams()
    {
        var request = Decode("{'messages':[{'role':'user','content':[]}]}", Endpoint("/model/{id}/converse-stream"), "arn:aws:bedrock:x/y");

        Assert.Equal(("arn:aws:bedrock:x/y", true, true, WireFormat.BedrockConverse), (request.Model, request.IsStream, request.WantsUsage, request.Format));
        Assert.False(Decode("{'messages':[{'role':'user','content':[]}]}").IsStream);
        Assert.Throws<AiException>(() => Decode("{}", model: ""));
    }

    [Theory]
    [InlineData("{'messages':[{'role':'user','content':[{'text':'\\ud800'}]}]}")]
    [InlineData("{'messages':[{'role':'user','content':[{'text':'a','text':'b'}]}]}")]
    [InlineData("[]")]
    public void Body_that_others_would_read_differently_is_the_clients_error(string body)
        => Assert.Equal(AiErrorKind.InvalidRequest, Assert.Throws<AiException>(() => Decode(body)).Error.Kind);

    [Fact]
    public void Count_of_tokens_reads_the_request_inside()
    {
        var endpoint = (CountTokensEndpoint)Surface.Endpoints.Single(e => e.Template == "/model/{id}/count-tokens");
        var call = Call("{'input':{'converse':{'messages':[{'role':'user','content':[{'text':'hi'}]}]}}}", "m");
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        endpoint.WriteAnswer(15, output);

        Assert.Equal("""ChatRequest(Messages=[Message(Parts=[TextPart(Text="hi")], Role=User)], Model="m")""", Dump.Of(endpoint.Decode(call)));
        Assert.Equal("""{"inputTokens":15}""", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Throws<AiException>(() => endpoint.Decode(Call("{'input':{'invokeModel':{'body':'AAAA'}}}", "m")));
        Assert.Throws<AiException>(() => endpoint.Decode(Call("{}", "m")));
    }

    private static ChatEndpoint Endpoint(string template) => (ChatEndpoint)Surface.Endpoints.Single(e => e.Template == template);

    private static ChatRequest Decode(string body, ChatEndpoint? endpoint = null, string model = "m") => (endpoint ?? Endpoint("/model/{id}/converse")).Decode(Call(body, model));

    private static ClientCall Call(string body, string model)
        => new() { PathValues = [model], Headers = new(), Body = Encoding.UTF8.GetBytes(body.Replace("\\'", "\\\"", StringComparison.Ordinal).Replace('\'', '"')) };
}
