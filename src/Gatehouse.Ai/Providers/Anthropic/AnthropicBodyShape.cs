namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Which of the bodies that share the shape of a message.</summary>
internal enum AnthropicBodyShape
{
    /// <summary><c>POST /v1/messages</c>.</summary>
    Messages,

    /// <summary><c>POST /v1/messages/count_tokens</c>: without limits, sampling and streaming.</summary>
    CountTokens,

    /// <summary>Bedrock's InvokeModel: <c>anthropic_version</c> inside, model and streaming are said by the path; what Bedrock minted goes back.</summary>
    BedrockInvoke,
}
