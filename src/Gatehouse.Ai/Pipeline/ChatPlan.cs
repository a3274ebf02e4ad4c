using System.Runtime.CompilerServices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>A chat request, with the client's own bytes where they may go out as they are.</summary>
internal sealed class ChatPlan(ChatRequest request, ReadOnlyMemory<byte> body) : AttemptPlan
{
    /// <summary>The request that may go out.</summary>
    public ChatRequest Request => request;

    /// <inheritdoc/>
    public override bool IsStream => request.IsStream;

    /// <inheritdoc/>
    public override bool CanHedge => !request.IsStream;

    /// <inheritdoc/>
    public override VendorRequest Encode(Deployment deployment, EncodeNotes notes, out bool isPassed)
    {
        var api = deployment.Provider.Api;
        var passed = body.IsEmpty || request.Format != api.ChatFormat ? null : api.PassChat(request, body, deployment.Vendor);
        isPassed = passed is not null;
        return passed ?? api.EncodeChat(request, deployment.Vendor, notes);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public override async ValueTask<AiError?> ReceiveAsync(LiveAttempt attempt)
    {
        if (request.IsStream)
        {
            attempt.Decoder = attempt.Deployment.Provider.Api.CreateStreamDecoder(attempt.Deployment.Vendor);
            while (attempt.Meter is { HasContent: false, IsFinished: false, Error: null } && await AnswerReader.ReadStreamAsync(attempt, request).ConfigureAwait(false))
            {
            }

            return attempt.Meter.HasContent ? null : attempt.Meter.Error;
        }

        await AnswerReader.ReadWholeAsync(attempt).ConfigureAwait(false);
        return attempt.Meter.Error;
    }
}
