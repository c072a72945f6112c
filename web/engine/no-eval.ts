import { config } from "zod";

// where it may not compile what it checks, zod finds out by trying, and browsers report that to whoever made the policy
config({ jitless: true });
