import { cardStyles } from "./cards";
import { controlStyles } from "./controls";
import { dockStyles } from "./dock";
import { messageStyles } from "./messages";
import { panelStyles } from "./panel";
import { themeStyles } from "./theme";

export const styles = [themeStyles, panelStyles, messageStyles, controlStyles, cardStyles, dockStyles];
