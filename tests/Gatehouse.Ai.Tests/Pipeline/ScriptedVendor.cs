using System.Text;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Sandbox;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>A vendor that answers as it is told, in OpenAI's dialect.</summary>
internal sealed class ScriptedVendor(Func<CancellationToken, VendorAnswer> answer) : IVendorTransport
{
    public int Calls { get; private set; }

    public static ScriptedVendor Answering(string text, long completionTokens = 1) => Of(200, $$$"""
        {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":{{{completionTokens}}},"total_tokens":4}}
        """);

    public static ScriptedVendor Refusing(int status) => Of(status, """{"error":{"message":"no","type":"t","param":null,"code":null}}""");

    public static ScriptedVendor Streaming(string body) => Of(200, body);

    public static ScriptedVendor Silent(Action called) => new(_ =>
    {
        called();
        return new SandboxFailure(VendorFailure.Cancelled);
    });

    public ValueTask<VendorAnswer> SendAsync(VendorRequest request, VendorTimeouts timeouts, CancellationToken cancellation)
    {
        Calls++;
        return ValueTask.FromResult(answer(cancellation));
    }

    public void Dispose()
    {
    }

    private static ScriptedVendor Of(int status, string body)
        => new(c => new SandboxAnswer(status, [], [new SandboxPiece(0, Encoding.UTF8.GetBytes(body))], TimeProvider.System, c));
}
