using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Observability;

/// <summary>
/// Names of the OpenTelemetry GenAI semantic conventions as of November 2025 (development status: they change, and change here), as metrics of
/// Prometheus and as attributes of spans.
/// </summary>
internal static class GenAiNames
{
    /// <summary>Name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string Source = "Gatehouse.Ai";

    public const string TokenUsageMetric = "gen_ai_client_token_usage";
    public const string DurationMetric = "gen_ai_client_operation_duration_seconds";
    public const string FirstTokenMetric = "gen_ai_server_time_to_first_token_seconds";
    public const string PerChunkMetric = "gen_ai_client_operation_time_per_output_chunk_seconds";

    public const string OperationLabel = "gen_ai_operation_name";
    public const string ProviderLabel = "gen_ai_provider_name";
    public const string RequestModelLabel = "gen_ai_request_model";
    public const string ResponseModelLabel = "gen_ai_response_model";
    public const string TokenTypeLabel = "gen_ai_token_type";
    public const string ErrorTypeLabel = "error_type";

    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string RequestTemperature = "gen_ai.request.temperature";
    public const string RequestTopP = "gen_ai.request.top_p";
    public const string RequestTopK = "gen_ai.request.top_k";
    public const string RequestSeed = "gen_ai.request.seed";
    public const string RequestChoices = "gen_ai.request.choice.count";
    public const string RequestStream = "gen_ai.request.stream";
    public const string ResponseModel = "gen_ai.response.model";
    public const string FirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheWriteTokens = "gen_ai.usage.cache_creation.input_tokens";
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string Chat = "chat";
    public const string TextCompletion = "text_completion";
    public const string Embeddings = "embeddings";

    public const string Input = "input";
    public const string Output = "output";

    /// <summary>1, 4, 16, … tokens.</summary>
    public static readonly double[] TokenBounds =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    /// <summary>0.01 s, doubled, to 81.92 s.</summary>
    public static readonly double[] DurationBounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>1 ms to 10 s.</summary>
    public static readonly double[] FirstTokenBounds = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>The conventions' name of a provider; those they have none for have their own.</summary>
    public static string ProviderOf(ProviderKind kind) => kind switch
    {
        ProviderKind.OpenAi => "openai",
        ProviderKind.AzureOpenAi => "azure.ai.openai",
        ProviderKind.OpenAiCompatible => "openai_compatible",
        ProviderKind.Anthropic => "anthropic",
        ProviderKind.Bedrock => "aws.bedrock",
        ProviderKind.Ollama => "ollama",
        _ => "sandbox",
    };
}
